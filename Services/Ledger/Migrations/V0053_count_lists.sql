create index stock_count_by_state on stock_count (state, created_at, id);
create index stock_count_of_plan on stock_count (plan, created_at, id) where plan is not null;

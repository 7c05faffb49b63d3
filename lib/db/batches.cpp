#include "batches.hpp"

long long in_batches(const std::function<long long(int at_most)>& change)
{
    long long all = 0;
    for (long long changed = usual_batch; changed == usual_batch; all += changed)
        changed = change(usual_batch);
    return all;
}

long long in_batches(Sql& sql, std::string_view text, Params params)
{
    params.push_back(arg("batch", usual_batch));
    return in_batches([&](int) { return sql.change(text, params); });
}

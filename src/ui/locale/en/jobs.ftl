### Bulk work.

no-job-unknown = Job { $job } is over.
no-job-too-large = { $count } orders are too many: { $most } at most.
no-job-nothing = Nothing to do.
no-job-too-many = { $count } jobs are running: wait for one to end.
no-job-under-way = Job { $job } does this already.
job-release = release
job-housekeeping = housekeeping
event-job-started = Job { $job } started: { $work }, { $total }
event-job-done = Job { $job } done: { $done }
event-job-cancelled = Job { $job } stopped at { $done }: { $reason }
event-job-failed = Job { $job } failed at { $done }: { $reason }

### Bulk work.

no-job-unknown = Job { $job } is over.
no-job-too-large = { $count } orders are too many: { $most } at most.
no-job-nothing = Nothing to do.
no-job-too-many = { $count } jobs are running: wait for one to end.
no-job-under-way = Job { $job } does this already.
no-job-by-hand = This job goes with a load or an order: it is neither started nor stopped by itself.
job-release = release
job-housekeeping = housekeeping
job-ship = ship a load
job-void = void a load
job-call-off = take back what is promised to an order that was called off
job-take-off = take a held order off its lists
event-job-started = Job { $job } started: { $work }, { $total }
event-job-done = Job { $job } done: { $done }
event-job-cancelled = Job { $job } stopped at { $done }: { $reason }
event-job-failed = Job { $job } failed at { $done }: { $reason }

"""Wake-ups as jobs of Procrastinate: which lane, in which line, and that each waits there once."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from psycopg.errors import RaiseException

from delivery.engines.engine import LaneId

TASK = "lane"
ORDINARY, URGENT = "lanes", "urgent"
"""The two queues: all places of the first taken, the second still has its own."""
BATCH = 500


class Jobs(JobManager):
    """The library's, but for the end of a job: where it cannot be told, whoever tells it is not to go on as before."""

    def __init__(self, app: App) -> None:
        """Takes the place of the app's own."""
        super().__init__(app.connector)
        self.failed = asyncio.Event()
        """The end of a job could not be told: it counts as under way for as long as its worker lives."""
        app.job_manager = self

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Tell that a job has ended; it may be gone, where another daemon took its worker for dead."""
        try:
            await super().finish_job(job, status, delete_job)
        except ConnectorException as error:
            if not isinstance(error.__cause__, RaiseException):
                self.failed.set()

    async def put(self, found: Sequence[Job]) -> None:
        """Put jobs in line, those that wait there already once."""
        if not found:
            return
        waiting = {job.queueing_lock for job in await self.list_jobs_async(status=Status.TODO.value)}
        fresh = [job for job in found if job.queueing_lock not in waiting]
        for start in range(0, len(fresh), BATCH):
            await self._put_batch(fresh[start : start + BATCH])

    async def _put_batch(self, batch: Sequence[Job]) -> None:
        """Where another daemon has just put one of them in line, the others by themselves."""
        try:
            await self.batch_defer_jobs_async(jobs=list(batch))
        except AlreadyEnqueued:
            for job in batch if len(batch) > 1 else ():
                with suppress(AlreadyEnqueued):
                    await self.defer_job_async(job=job)


def job_of(lane: LaneId, *, urgent: bool) -> Job:
    """One wake-up. An urgent one waits in a line of its own, also where an ordinary one of the same lane waits."""
    name = f"{lane.tenant}/{lane.shard}/{lane.sender}"
    return Job(
        id=None,
        task_name=TASK,
        queue=URGENT if urgent else ORDINARY,
        # No lock: the lane's lease is one, and a job that a dead daemon left under way keeps no other from it.
        lock=None,
        queueing_lock=f"{name}!" if urgent else name,
        task_kwargs=asdict(lane),
    )

package org.payung.app.phone

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import kotlinx.coroutines.Job
import org.payung.app.PayungApp
import java.util.concurrent.TimeUnit

/** Sends what waits and asks for news when there is a network, also while the app is closed. */
class SyncJob : JobService() {
    /** By the id of the job: the next one and the one of now may meet. */
    private val running = mutableMapOf<Int, Job>()

    override fun onStartJob(parameters: JobParameters): Boolean {
        val app = application as PayungApp
        val id = parameters.jobId
        var job: Job? = null
        job =
            app.sync { report ->
                // One that the phone has stopped, and perhaps begun again, is not finished by this.
                if (running[id] !== job) return@sync
                running.remove(id)
                jobFinished(parameters, report == null)
            }
        running[id] = job
        return true
    }

    override fun onStopJob(parameters: JobParameters?): Boolean {
        parameters?.let { running.remove(it.jobId) }?.cancel()
        return true
    }

    companion object {
        /** When the core says that a run is worth it. Vendors may let it wait longer, so the app also sends whenever it is opened. */
        const val NEXT = 1

        /** Once, as soon as there is a network: after something was made ready. */
        const val SOON = 2

        /** After so long by the core's word; none when nothing is worth a run, and then there is none. */
        fun next(
            context: Context,
            delayMillis: Long?,
        ) {
            if (delayMillis == null) scheduler(context).cancel(NEXT) else schedule(context, NEXT, delayMillis)
        }

        fun soon(context: Context) = schedule(context, SOON, 0)

        private fun schedule(
            context: Context,
            id: Int,
            delayMillis: Long,
        ) {
            scheduler(context).schedule(
                JobInfo
                    .Builder(id, ComponentName(context, SyncJob::class.java))
                    .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
                    .setMinimumLatency(delayMillis)
                    .setBackoffCriteria(TimeUnit.MINUTES.toMillis(1), JobInfo.BACKOFF_POLICY_EXPONENTIAL)
                    .setPersisted(true)
                    .build(),
            )
        }

        private fun scheduler(context: Context) = context.getSystemService(JobScheduler::class.java)
    }
}

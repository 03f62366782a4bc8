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
    private var running: Job? = null

    override fun onStartJob(parameters: JobParameters): Boolean {
        val app = application as PayungApp
        running =
            app.sync { report ->
                running = null
                jobFinished(parameters, report == null)
            }
        return true
    }

    override fun onStopJob(parameters: JobParameters?): Boolean {
        running?.cancel()
        running = null
        return true
    }

    companion object {
        /** About once an hour. Vendors may let it wait longer, so the app also sends whenever it is opened. */
        const val HOURLY = 1

        /** Once, as soon as there is a network: after something was made ready. */
        const val SOON = 2

        fun schedule(context: Context) {
            val scheduler = context.getSystemService(JobScheduler::class.java)
            if (scheduler.allPendingJobs.any { it.id == HOURLY }) return
            scheduler.schedule(
                job(context, HOURLY)
                    .setPeriodic(TimeUnit.HOURS.toMillis(1))
                    .setPersisted(true)
                    .build(),
            )
        }

        fun soon(
            context: Context,
            delayMillis: Long = 0,
        ) {
            context.getSystemService(JobScheduler::class.java).schedule(
                job(context, SOON)
                    .setMinimumLatency(delayMillis)
                    .setBackoffCriteria(TimeUnit.MINUTES.toMillis(1), JobInfo.BACKOFF_POLICY_EXPONENTIAL)
                    .setPersisted(true)
                    .build(),
            )
        }

        private fun job(
            context: Context,
            id: Int,
        ) = JobInfo.Builder(id, ComponentName(context, SyncJob::class.java)).setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
    }
}

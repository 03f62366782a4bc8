package org.payung.app.phone

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import org.payung.app.PayungApp

/** The phone was started, the app was updated, or the time was set: what was planned is planned anew. */
class Restart : BroadcastReceiver() {
    override fun onReceive(
        context: Context,
        intent: Intent,
    ) {
        if (intent.action !in ACTIONS) return
        val app = context.applicationContext as? PayungApp ?: return
        val going = goAsync()
        app.plan { app.planSync { going?.finish() } }
    }

    companion object {
        val ACTIONS =
            setOf(
                Intent.ACTION_BOOT_COMPLETED,
                Intent.ACTION_MY_PACKAGE_REPLACED,
                Intent.ACTION_TIME_CHANGED,
                Intent.ACTION_TIMEZONE_CHANGED,
            )
    }
}

package org.payung.app.phone

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import org.payung.app.MainActivity
import org.payung.app.R

/** Says that there is news. On a locked screen it says nothing of whom or what: that is read in the app. */
object News {
    /** News of a registration. */
    const val STATUS = "status"

    fun channels(context: Context) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) return
        val channel =
            NotificationChannel(STATUS, context.getString(R.string.channel_status), NotificationManager.IMPORTANCE_DEFAULT)
        channel.description = context.getString(R.string.channel_status_means)
        manager(context).createNotificationChannel(channel)
    }

    /** Whether what is posted would be seen. */
    fun seen(context: Context): Boolean =
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.N) manager(context).areNotificationsEnabled() else true

    /** Something changed at the office about this registration. */
    fun tell(
        context: Context,
        registration: String,
    ) {
        if (!seen(context)) return
        val open =
            Intent(Intent.ACTION_VIEW, Uri.parse("payung://status/$registration"), context, MainActivity::class.java)
                .addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        val pending =
            PendingIntent.getActivity(context, 0, open, PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE)
        val note =
            builder(context)
                .setSmallIcon(R.drawable.icon_state_received)
                .setColor(context.getColor(R.color.primary))
                .setContentTitle(context.getString(R.string.news))
                .setContentText(context.getString(R.string.news_text))
                .setContentIntent(pending)
                .setVisibility(Notification.VISIBILITY_PUBLIC)
                .setAutoCancel(true)
                .build()
        manager(context).notify(registration, 1, note)
    }

    private fun builder(context: Context): Notification.Builder =
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
            Notification.Builder(context, STATUS)
        } else {
            @Suppress("DEPRECATION")
            Notification.Builder(context)
        }

    private fun manager(context: Context) = context.getSystemService(NotificationManager::class.java)
}

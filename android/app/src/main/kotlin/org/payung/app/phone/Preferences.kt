package org.payung.app.phone

import android.content.Context
import android.os.StrictMode
import org.payung.core.Language

/** What somebody set for this app on this phone. Nothing of it says who they are. */
class Preferences(
    context: Context,
) {
    // A few bytes, needed before anything can be drawn: the one file that is read on the main thread.
    private val store =
        allowing {
            context.getSharedPreferences("settings", Context.MODE_PRIVATE).also { it.contains("language") }
        }

    var language: Language
        get() = if (store.getString("language", null) == "en") Language.EN else Language.ID
        set(value) = store.edit().putString("language", if (value == Language.EN) "en" else "id").apply()

    /** Asks for the phone's own PIN or fingerprint when the app comes back. Off until somebody sets it. */
    var lock: Boolean
        get() = store.getBoolean("lock", false)
        set(value) = store.edit().putBoolean("lock", value).apply()

    /** Whether the permission for notifications was asked for already: it is asked for once. */
    var askedForNotifications: Boolean
        get() = store.getBoolean("asked_notifications", false)
        set(value) = store.edit().putBoolean("asked_notifications", value).apply()

    /** The registrations whose reminders the phone's alarms hold. They are made up by chance and name nobody. */
    var planned: Set<String>
        get() = store.getStringSet("planned", null).orEmpty().toSet()
        set(value) {
            if (value != planned) store.edit().putStringSet("planned", value).apply()
        }

    private companion object {
        fun <T> allowing(read: () -> T): T {
            val before = StrictMode.allowThreadDiskReads()
            try {
                return read()
            } finally {
                StrictMode.setThreadPolicy(before)
            }
        }
    }
}

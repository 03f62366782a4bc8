package org.payung.app.phone

import android.app.Activity
import android.os.Build
import android.window.OnBackInvokedCallback
import android.window.OnBackInvokedDispatcher

/**
 * Back from one screen to the one before. Where there is none before, the phone itself leads out of the app, and from Android 13 on it
 * shows where to while somebody still swipes; it can do so only while nobody here waits for the gesture.
 */
class BackWithin(
    private val activity: Activity,
    back: () -> Unit,
) {
    private val callback: Any? = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) OnBackInvokedCallback(back) else null
    private var waits = false

    fun waitFor(back: Boolean) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || back == waits) return
        waits = back
        val dispatcher = activity.onBackInvokedDispatcher
        val mine = callback as OnBackInvokedCallback
        if (back) {
            dispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT, mine)
        } else {
            dispatcher.unregisterOnBackInvokedCallback(mine)
        }
    }
}

package org.payung.app

import android.view.Window
import android.view.WindowManager

/** What a screen, and the list beside it, want of the window they share: one that wants it is enough. */
internal data class Wishes(
    /** Not to be photographed, and not in the list of recent apps. */
    val secure: Boolean = false,
    /** As bright as the phone can be, and not turned off. */
    val bright: Boolean = false,
    val listSecure: Boolean = false,
    val listBright: Boolean = false,
    /** Somebody locks this app: then nobody reads it in the list of recent apps either. */
    val locked: Boolean = false,
) {
    fun grant(window: Window) {
        flag(window, WindowManager.LayoutParams.FLAG_SECURE, secure || listSecure || locked)
        val isBright = bright || listBright
        flag(window, WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON, isBright)
        val attributes = window.attributes
        attributes.screenBrightness =
            if (isBright) WindowManager.LayoutParams.BRIGHTNESS_OVERRIDE_FULL else WindowManager.LayoutParams.BRIGHTNESS_OVERRIDE_NONE
        window.attributes = attributes
    }

    private fun flag(
        window: Window,
        flag: Int,
        on: Boolean,
    ) = if (on) window.addFlags(flag) else window.clearFlags(flag)
}

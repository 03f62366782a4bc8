package org.payung.app.look

import android.content.Context
import android.provider.Settings
import android.view.View
import org.payung.app.R

/** Movement that says where a screen came from. Nobody waits for it, and who turned animations off on the phone sees none. */
object Motion {
    private const val MILLIS = 160L

    /** Whether the phone's owner lets things move. */
    fun isOn(context: Context): Boolean =
        Settings.Global.getFloat(context.contentResolver, Settings.Global.ANIMATOR_DURATION_SCALE, 1f) > 0f

    /** A screen comes from the side: from the end when somebody goes on, from the start when they go back. */
    fun enter(
        view: View,
        forward: Boolean,
    ) {
        if (!isOn(view.context)) return
        val way = view.context.size(R.dimen.space_l) * (if (forward) 1f else -1f)
        view.alpha = 0f
        view.translationX = if (view.layoutDirection == View.LAYOUT_DIRECTION_RTL) -way else way
        view
            .animate()
            .alpha(1f)
            .translationX(0f)
            .setDuration(MILLIS)
            .start()
    }

    /** Something that was waited for comes where nothing was. */
    fun appear(view: View) {
        if (!isOn(view.context)) return
        view.alpha = 0f
        view
            .animate()
            .alpha(1f)
            .setDuration(MILLIS)
            .start()
    }
}

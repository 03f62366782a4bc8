package org.payung.app.screen

import android.content.Context
import android.view.View
import org.payung.app.R
import org.payung.app.look.Scaffold
import org.payung.app.look.help
import org.payung.app.look.primaryButton
import org.payung.app.look.title
import org.payung.app.look.umbrella

/** What is drawn while the app waits for the phone's own lock. */
class Cover(
    context: Context,
    open: () -> Unit,
) {
    val view: View =
        Scaffold(context).apply {
            body.put(context.umbrella(PANELS, 0))
            body.put(context.title(context.getString(R.string.covered)))
            body.put(context.help(context.getString(R.string.cover_help)))
            foot.put(context.primaryButton(context.getString(R.string.open), open))
            settle()
        }

    private companion object {
        /** None is filled, whatever the form has: behind the lock nobody is told how far somebody is. */
        const val PANELS = 7
    }
}

package org.payung.app

import android.graphics.Insets
import android.graphics.Rect
import android.os.Build
import android.view.View
import android.view.WindowInsets
import android.widget.Button
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.look.Panes
import org.payung.app.look.Scaffold
import org.payung.app.screen.all
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** What stays still keeps clear of the system's bars, of the bar for gestures and of the keyboard. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class InsetsTest : OnPhone() {
    /** As the system tells it, in the way of its time. */
    private fun insets(
        top: Int,
        bottom: Int,
        keyboard: Int,
    ): WindowInsets =
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            WindowInsets
                .Builder()
                .setInsets(WindowInsets.Type.statusBars(), Insets.of(0, top, 0, 0))
                .setInsets(WindowInsets.Type.navigationBars(), Insets.of(0, 0, 0, bottom))
                .setInsets(WindowInsets.Type.ime(), Insets.of(0, 0, 0, keyboard))
                .build()
        } else {
            // With adjustResize the keyboard is part of what the window loses.
            WindowInsets::class.java
                .getConstructor(Rect::class.java)
                .newInstance(Rect(0, top, 0, maxOf(bottom, keyboard)))
        }

    private fun laid(
        rig: Rig,
        insets: WindowInsets,
    ) {
        val content = rig.activity.findViewById<View>(android.R.id.content)
        content.dispatchApplyWindowInsets(insets)
        val root = rig.activity.window.decorView
        root.measure(
            View.MeasureSpec.makeMeasureSpec(root.width, View.MeasureSpec.EXACTLY),
            View.MeasureSpec.makeMeasureSpec(root.height, View.MeasureSpec.EXACTLY),
        )
        root.layout(0, 0, root.width, root.height)
    }

    private fun bottom(view: View) = IntArray(2).also(view::getLocationOnScreen)[1] + view.height

    private fun top(view: View) = IntArray(2).also(view::getLocationOnScreen)[1]

    private fun lowest(rig: Rig) = rig.views().filterIsInstance<Button>().maxOf { bottom(it) }

    @Test
    fun `the button at the bottom and the bar above keep clear`() =
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answerUpTo("income")
            val height = rig.activity.window.decorView.height
            val listen = { rig.views().first { it.contentDescription == rig.string(R.string.listen) } }
            laid(rig, insets(TOP, BAR, 0))
            assertTrue("${lowest(rig)} of $height", lowest(rig) <= height - BAR)
            assertTrue(top(listen()) >= TOP)
            laid(rig, insets(TOP, BAR, KEYBOARD))
            assertTrue("${lowest(rig)} of $height", lowest(rig) <= height - KEYBOARD)
            assertTrue("it is still there", lowest(rig) > height - KEYBOARD - height / 3)
            // The keyboard goes.
            laid(rig, insets(TOP, BAR, 0))
            assertTrue(lowest(rig) > height - KEYBOARD)
        }

    @Test
    @Config(qualifiers = "in-w1000dp-h720dp-xhdpi")
    fun `a list and what is beside it keep clear together, and once`() =
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.settings)
            val views =
                rig.activity.window.decorView
                    .all()
            val base = views.filterIsInstance<Panes>().firstOrNull() ?: views.filterIsInstance<Scaffold>().first()
            laid(rig, insets(TOP, BAR, 0))
            assertEquals(listOf(TOP, BAR), listOf(base.paddingTop, base.paddingBottom))
            for (one in base.all().filterIsInstance<Scaffold>().filter { it !== base }) assertEquals(0, one.paddingTop + one.paddingBottom)
        }

    private companion object {
        const val TOP = 48
        const val BAR = 96
        const val KEYBOARD = 600
    }
}

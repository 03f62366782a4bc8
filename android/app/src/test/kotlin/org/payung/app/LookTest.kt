package org.payung.app

import android.os.Looper
import android.provider.Settings
import android.text.TextUtils
import android.view.View
import android.widget.FrameLayout
import android.widget.ScrollView
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.look.Motion
import org.payung.app.look.Skeleton
import org.payung.app.look.Syllables
import org.payung.app.look.body
import org.payung.app.look.title
import org.payung.app.phone.Strict
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.time.Duration

/** How things look and move, apart from what they say. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w320dp-h533dp-hdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class LookTest : OnPhone() {
    private fun letters(most: Int) = { text: String -> text.length <= most }

    @Test
    fun `a word that is too long is broken between syllables`() {
        assertEquals("Ketenaga-\nkerjaan", Syllables.broken("Ketenagakerjaan", letters(10)))
        assertEquals("BPJS Ketena-\ngaker-\njaan ini", Syllables.broken("BPJS Ketenagakerjaan ini", letters(7)))
        assertEquals("penghasilan, tetap", Syllables.broken("penghasilan, tetap", letters(12)))
        // Two letters that are one sound stay together.
        assertFalse(3 in Syllables.places("penghasilan") || 3 in Syllables.places("mengisi"))
        assertTrue(4 in Syllables.places("penghasilan"))
        // A number, a code and an address are never given a sign that is not theirs.
        for (whole in listOf("3201015501900001", "kantor@contoh.invalid", "Rp1.234.567.890")) {
            assertEquals(whole, Syllables.broken(whole, letters(5)))
        }
        // What has a sign of its own goes on behind that.
        assertEquals("7NZ5-A77T-\nHZCA.", Syllables.broken("7NZ5-A77T-HZCA.", letters(10)))
        assertEquals("7NZ5-\nA77T-\nHZCA", Syllables.broken("7NZ5-A77T-HZCA", letters(5)))
    }

    @Test
    fun `on a small screen with large letters a title shrinks first, and what is read aloud has no hyphens`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            RuntimeEnvironment.setFontScale(2f)
            rig.turn()
            val full = rig.activity.title("Iuran").textSize
            val title = rig.activity.title("Ketenagakerjaan untuk semua")
            // Android 14 makes large letters grow less than small ones, so the word itself says what is too narrow for it.
            val room = (title.paint.measureText("Ketenagakerjaan") * 0.9f).toInt()
            title.measure(View.MeasureSpec.makeMeasureSpec(room, View.MeasureSpec.AT_MOST), 0)
            assertTrue(title.textSize < full)
            assertTrue(title.textSize >= rig.activity.body("").textSize)
            assertEquals("Ketenagakerjaan untuk semua", title.text.toString())
            title.measure(View.MeasureSpec.makeMeasureSpec(room * 2 / 3, View.MeasureSpec.AT_MOST), 0)
            assertTrue(title.layout.text.toString(), "-\n" in title.layout.text)
            assertEquals("Ketenagakerjaan untuk semua", title.createAccessibilityNodeInfo().text.toString())
            // With room again it is as it was.
            title.measure(View.MeasureSpec.makeMeasureSpec(room * 5, View.MeasureSpec.AT_MOST), 0)
            assertEquals(full, title.textSize)
            assertEquals("Ketenagakerjaan untuk semua", title.layout.text.toString())
            for (screen in listOf(R.string.settings, R.string.help, R.string.programmes)) {
                rig.tap(screen)
                assertEquals(emptyList<String>(), Checks.brokenWords(rig))
                rig.back()
            }
        }
    }

    @Test
    fun `what is cut, and what lies outside of what it is in, is found`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            val context = rig.activity
            val frame = FrameLayout(context)
            val words = "Bukti pembayaran iuran bulan ini dikirim ke kantor"

            fun text(
                wide: Int,
                high: Int,
                make: TextView.() -> Unit = {},
            ) = TextView(context).apply(make).also {
                it.text = words
                frame.addView(it, wide, high)
            }
            text(300, FrameLayout.LayoutParams.WRAP_CONTENT)
            val whole = frame.getChildAt(0)
            val short =
                text(100, FrameLayout.LayoutParams.WRAP_CONTENT) {
                    maxLines = 1
                    ellipsize = TextUtils.TruncateAt.END
                }
            val low = text(100, 20)
            val wide = text(100, FrameLayout.LayoutParams.WRAP_CONTENT) { setHorizontallyScrolling(true) }
            val away = text(300, FrameLayout.LayoutParams.WRAP_CONTENT) { }
            (away.layoutParams as FrameLayout.LayoutParams).leftMargin = -10
            context.setContentView(frame)
            rig.settle()
            assertEquals(emptyList<String>(), Checks.cut(listOf(whole)) + Checks.outside(listOf(whole)))
            for (view in listOf(short, low, wide)) assertEquals(1, Checks.cut(listOf(view)).size)
            assertEquals(1, Checks.outside(rig.views()).size)
            assertEquals(1, Checks.outside(listOf(away)).size)
            val scrolls = ScrollView(context)
            context.setContentView(FrameLayout(context).apply { addView(scrolls, 300, 60) })
            rig.settle()
            assertEquals(1, Checks.roomless(listOf(scrolls)).size)
        }
    }

    @Test
    fun `a screen comes from its side, and stands still where animations are off`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            val view = View(rig.activity)
            Motion.enter(view, forward = true)
            assertEquals(1f, view.alpha)
            assertEquals(0f, view.translationX)
            Settings.Global.putFloat(rig.app.contentResolver, Settings.Global.ANIMATOR_DURATION_SCALE, 1f)
            Motion.enter(view, forward = true)
            assertTrue(view.translationX > 0 && view.alpha == 0f)
            Motion.enter(view, forward = false)
            assertTrue(view.translationX < 0)
            // On a real screen it arrives.
            rig.tap(R.string.settings)
            shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(400))
            val shown = rig.activity.findViewById<FrameLayout>(android.R.id.content).getChildAt(0)
            assertEquals(1f, shown.alpha)
            assertEquals(0f, shown.translationX)
        }
    }

    @Test
    fun `while the core reads there is nothing at first, and after a while where texts will be`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            val skeleton = Skeleton(rig.activity, rig.string(R.string.wait))
            rig.activity.setContentView(skeleton)
            shadowOf(Looper.getMainLooper()).idle()
            assertEquals(View.INVISIBLE, skeleton.visibility)
            shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(Skeleton.AFTER_MILLIS))
            assertEquals(View.VISIBLE, skeleton.visibility)
            assertEquals(rig.string(R.string.wait), skeleton.contentDescription)
        }
    }

    @Test
    fun `only a build for whoever mends the app is watched`() {
        val app = RuntimeEnvironment.getApplication()
        app.applicationInfo.flags = app.applicationInfo.flags and
            android.content.pm.ApplicationInfo.FLAG_DEBUGGABLE
                .inv()
        assertFalse(Strict.watch(app))
        app.applicationInfo.flags = app.applicationInfo.flags or android.content.pm.ApplicationInfo.FLAG_DEBUGGABLE
        assertTrue(Strict.watch(app))
    }
}

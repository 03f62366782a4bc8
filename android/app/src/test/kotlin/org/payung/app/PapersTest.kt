package org.payung.app

import android.content.Intent
import android.net.Uri
import android.view.WindowManager
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.PaperPages
import org.payung.app.phone.ShareProvider
import org.payung.app.screen.PaperModel
import org.payung.app.screen.StatusModel
import org.payung.core.Office
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File
import java.io.IOException

/** The core's papers in the app: seen as they are printed, in words where letters are large, and sent as the files they are. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class PapersTest : OnPhone() {
    @Before
    fun papers() = Papers.install()

    /** A registration that is ready on this phone. */
    private fun registered(test: (Rig, String) -> Unit) =
        Rig(folder.newFolder(), Office(folder.newFolder("office")).use { it.trust }).use { rig ->
            rig.start().tap(R.string.register)
            rig.fill()
            rig.tap(rig.step.primary)
            test(rig, (rig.activity.front as StatusModel).registration)
        }

    private fun open(
        rig: Rig,
        route: Route,
    ) {
        rig.activity.go(route)
        rig.settle()
    }

    private fun sent(rig: Rig): Intent = shadowOf(rig.activity).nextStartedActivity.getParcelableExtra(Intent.EXTRA_INTENT)!!

    private fun file(
        rig: Rig,
        sent: Intent,
    ): ByteArray {
        val uri = sent.getParcelableExtra<Uri>(Intent.EXTRA_STREAM)!!
        assertTrue(sent.flags and Intent.FLAG_GRANT_READ_URI_PERMISSION != 0)
        return rig.app.contentResolver
            .openInputStream(uri)!!
            .readBytes()
    }

    @Test
    fun `the family's card is seen as it is printed, and its file and its words say the same`() =
        registered { rig, registration ->
            open(rig, Route.Paper(registration))
            val state = (rig.activity.front as PaperModel).state
            assertEquals(1, state.pages.size)
            assertEquals(PaperPages.WIDE, state.pages.single().width)
            assertEquals(emptyList<String>(), Checks.all(rig))
            assertTrue("it names somebody", rig.activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0)
            rig.tap(R.string.send_pdf)
            val send = sent(rig)
            assertEquals("application/pdf", send.type)
            val words = Papers.words(file(rig, send))
            assertTrue(words, "SITI CONTOH" in words && "3201015501900001" !in words)
            rig.tap(R.string.send_text)
            val text = sent(rig).getStringExtra(Intent.EXTRA_TEXT)!!
            assertEquals(state.lines.joinToString("\n"), text)
            assertTrue(text, "SITI CONTOH" in text && "3201015501900001" !in text)
            val left = File(rig.app.noBackupFilesDir, "share").list()!!.toList()
            assertEquals("only what was sent lies there", listOf(ShareProvider.FAMILY_PDF), left)
        }

    @Test
    fun `a page is enlarged by a tap and becomes as wide as the screen by another`() =
        registered { rig, registration ->
            open(rig, Route.Paper(registration))
            val number = rig.activity.getString(R.string.of, 1, 1)
            val page = { rig.views().first { view -> view.contentDescription?.contains(number) == true } }
            val before = page().width
            page().performClick()
            rig.settle()
            assertEquals(2 * before, page().width)
            shadowOf(android.os.Looper.getMainLooper()).idleFor(java.time.Duration.ofSeconds(1))
            page().performClick()
            rig.settle()
            assertEquals(before, page().width)
        }

    @Test
    fun `where letters are large, or the phone cannot draw it, the paper's words are there`() =
        registered { rig, registration ->
            open(rig, Route.Paper(registration))
            rig.unseen("SITI CONTOH")
            RuntimeEnvironment.setFontScale(2f)
            rig.turn()
            rig.see("SITI CONTOH")
            assertEquals(emptyList<String>(), Checks.all(rig))
            RuntimeEnvironment.setFontScale(1f)
            PaperPages.draw = { throw IOException("this phone reads no such file") }
            rig.turn()
            rig.see("SITI CONTOH")
            assertTrue((rig.activity.front as PaperModel).state.pages.isEmpty())
        }

    @Test
    fun `a year is a paper too, and a killed process comes back to it`() =
        registered { rig, registration ->
            open(rig, Route.Statement(registration))
            rig.tap(R.string.as_paper)
            val model = rig.activity.front as PaperModel
            assertTrue("the statement's year", model.year in 2026..2100)
            rig.see(model.state.lines.first())
            rig.tap(R.string.send_pdf)
            val send = sent(rig)
            assertTrue(send.getParcelableExtra<Uri>(Intent.EXTRA_STREAM)!!.path!!.endsWith(ShareProvider.YEAR_PDF))
            assertTrue(model.year.toString() in Papers.words(file(rig, send)))
            rig.die()
            assertEquals(model.year, (rig.activity.front as PaperModel).year)
            rig.see(model.state.lines.first())
        }

    @Test
    fun `a route to a paper is a registration and a year, and nothing else`() {
        for (route in listOf(Route.Paper("one"), Route.Paper("one", 2026))) assertEquals(route, Route.parse(route.text()))
        for (text in listOf("paper/one", "paper/one/-1", "paper/one/10000", "paper/../2026", "paper//2026", "paper/one/2026/x")) {
            assertFalse(text, Route.parse(text) is Route.Paper)
        }
    }
}

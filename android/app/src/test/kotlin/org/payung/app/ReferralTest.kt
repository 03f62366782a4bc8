package org.payung.app

import android.content.Intent
import android.net.Uri
import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.Links
import org.payung.app.screen.HomeModel
import org.payung.app.screen.HomeScreen
import org.payung.app.screen.QuestionModel
import org.payung.app.screen.ReferralModel
import org.payung.core.Office
import org.payung.core.ScreenKind
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import kotlin.random.Random

/** The code of a poster or a helper: out of a link or typed, shown, and removed with one tap. What a code is, the core says. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class ReferralTest : OnPhone() {
    private fun rig(test: (Rig) -> Unit) =
        Office(folder.newFolder("office")).use { office -> Rig(folder.newFolder("rig"), office.trust).use(test) }

    private fun link(text: String) = Intent(Intent.ACTION_VIEW, Uri.parse(text))

    private fun home(rig: Rig) = (rig.activity.front as HomeModel).state

    private fun kept(rig: Rig) = home(rig).home!!.referral

    private fun open(
        rig: Rig,
        text: String,
    ) {
        rig.activity.onNewIntent(link(text))
        rig.settle()
    }

    @Test
    fun `a link shows its code on the first screen, and one tap removes it`() =
        rig { rig ->
            rig.start().tap(R.string.help)
            open(rig, "https://payung.invalid/app/daftar?kode=pasar-7")
            val kept = kept(rig)!!
            assertEquals("PASAR7", kept.code)
            rig.see(kept.words)
            rig.unseen(rig.string(R.string.referral))
            assertTrue("it is read aloud", kept.words in spoken(rig))
            rig.die()
            rig.see(kept.words)
            rig.tap(kept.remove)
            rig.unseen(kept.words)
            rig.see(rig.string(R.string.referral))
            // The newest holds.
            open(rig, "payung://daftar?kode=WARUNG2")
            open(rig, "payung://daftar?kode=PASAR7")
            assertEquals("PASAR7", kept(rig)!!.code)
        }

    private fun spoken(rig: Rig): String {
        val screen = HomeScreen(rig.activity, rig.activity.front as HomeModel)
        return screen.spoken(home(rig)).joinToString(" ")
    }

    @Test
    fun `a link that starts the app is kept once`() =
        rig { rig ->
            rig.start(link("payung://daftar?kode=PASAR7"))
            rig.see(kept(rig)!!.words)
            rig.tap(kept(rig)!!.remove)
            rig.turn()
            assertNull("turning the phone opens no link", kept(rig))
            rig.die()
            assertNull("nor does the system, which brings it back", kept(rig))
        }

    @Test
    fun `a link is not kept again when the app is taken out of the list of those that ran`() =
        rig { rig ->
            rig.start(link("payung://daftar?kode=PASAR7").addFlags(Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY))
            assertNull(kept(rig))
        }

    @Test
    fun `a link without a code is refused where the code would stand, and keeps the one before`() =
        rig { rig ->
            rig.start()
            open(rig, "payung://daftar?kode=PASAR7")
            for (bad in listOf("kode=PASAR0", "kode=", "lain=PASAR8", "kode=PASAR8&kode=PASAR9", "kode=PASAR8#lain", "kode=PASAR%38")) {
                open(rig, "payung://daftar?$bad")
                rig.see(home(rig).refused!!)
                assertEquals(bad, "PASAR7", kept(rig)!!.code)
                open(rig, "https://payung.invalid/app/daftar?$bad")
                rig.see(home(rig).refused!!)
                assertEquals(bad, "PASAR7", kept(rig)!!.code)
            }
            rig.tap(R.string.help)
            rig.back()
            assertNull("it was read", home(rig).refused)
        }

    @Test
    fun `why a code was refused outlives a turned phone, a ring and the process, until somebody has dealt with it`() =
        rig { rig ->
            rig.start()
            open(rig, "payung://daftar?kode=PASAR7")

            fun refuse(): String {
                open(rig, "payung://daftar?kode=PASAR0")
                return home(rig).refused!!
            }
            val why = refuse()
            for (happens in listOf(rig::turn, rig::away, rig::die, rig::turn)) {
                happens()
                rig.see(why)
                assertTrue("it is read aloud", why in spoken(rig))
            }
            // A code that is one, and going elsewhere.
            open(rig, "payung://daftar?kode=PASAR8")
            rig.unseen(why)
            rig.die()
            rig.unseen(why)
            refuse()
            rig.tap(kept(rig)!!.remove)
            rig.unseen(why)
            refuse()
            rig.tap(R.string.help)
            rig.die()
            rig.back()
            rig.unseen(why)
        }

    @Test
    fun `what is typed is kept, or refused at its field`() =
        rig { rig ->
            rig.start().tap(R.string.referral)
            rig.tap(R.string.referral_keep)
            val model = rig.activity.front as ReferralModel
            rig.see(model.state.problem!!)
            rig.type("INDAH")
            assertNull(model.state.problem)
            rig.tap(R.string.referral_keep)
            rig.see(model.state.problem!!)
            rig.turn()
            rig.see("INDAH")
            rig.see((rig.activity.front as ReferralModel).state.problem!!)
            rig.die()
            assertEquals("INDAH", (rig.activity.front as ReferralModel).state.typed)
            rig.see((rig.activity.front as ReferralModel).state.problem!!)
            rig.type(" pasar-7 ")
            rig.tap(R.string.referral_keep)
            rig.see(kept(rig)!!.words)
            rig.unseen(rig.string(R.string.referral))
        }

    @Test
    fun `the review shows it, one tap removes it there, and one registration takes it along`() =
        rig { rig ->
            rig.start()
            open(rig, "payung://daftar?kode=PASAR7")
            val kept = kept(rig)!!
            rig.tap(R.string.register)
            rig.unseen(kept.words)
            rig.fill()
            assertEquals(ScreenKind.REVIEW, rig.step.kind)
            rig.see(kept.words)
            rig.tap(kept.remove)
            assertEquals(ScreenKind.REVIEW, rig.step.kind)
            rig.unseen(kept.words)
            val draft = (rig.activity.front as QuestionModel).draft
            open(rig, "payung://daftar?kode=PASAR7")
            rig.activity.go(Route.Form(draft))
            rig.settle()
            rig.see(kept.words)
            rig.tap(rig.step.primary)
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            assertNull("it was for one registration", kept(rig))
            rig.unseen(rig.string(R.string.referral))
        }

    @Test
    fun `whatever a link says, it is handed over as one of the app's own or not at all, and never begins, answers or sends anything`() {
        val random = Random(7)
        val heads =
            listOf(
                "payung://daftar?",
                "https://payung.invalid/app/daftar?",
                "https://lain.invalid/app/daftar?",
                "payung://daftar",
                "PAYUNG://daftar?",
            )
        val codes = listOf("kode=PASAR7", "kode=pasar-7", "kode=AB", "kode=", "lain=PASAR7", "")
        val pieces = listOf("", "", "PASAR7", "&kode=A", "=", "#", "%20", "?", "/", "..", "I0", "\u0000", "\n", "é", "🌂", "x".repeat(300))
        val made = List(3_000) { heads.random(random) + codes.random(random) + pieces.random(random) + pieces.random(random) }
        val handed = made.mapNotNull { Links.referral(Uri.parse(it), "payung.invalid") }
        assertTrue("${handed.size}", handed.size in 1_000..2_500)
        assertTrue(handed.all { it.startsWith("payung://daftar?") && it.length <= 300 })
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            var kept = 0
            for (text in made.take(150)) {
                open(rig, text)
                val view = home(rig).home!!
                assertTrue(text, view.drafts.isEmpty() && view.registrations.isEmpty())
                assertFalse(text, rig.activity.isFinishing)
                val code = view.referral?.code ?: continue
                assertTrue(code, Regex("[A-HJ-NP-Z2-9]{4,12}").matches(code))
                kept++
                rig.activity.core.ask({ payung.removeReferral() }) {}
            }
            assertTrue("$kept", kept > 3)
        }
    }
}

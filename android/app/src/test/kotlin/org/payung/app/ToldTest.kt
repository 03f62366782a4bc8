package org.payung.app

import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.CalculatorModel
import org.payung.app.screen.MyDataModel
import org.payung.app.screen.PaperModel
import org.payung.app.screen.PaydayKind
import org.payung.app.screen.PayersModel
import org.payung.app.screen.PeopleModel
import org.payung.app.screen.QuestionModel
import org.payung.app.screen.RecoveryCodeModel
import org.payung.app.screen.RemindersModel
import org.payung.app.screen.StatusModel
import org.payung.core.Field
import org.payung.core.Office
import org.payung.core.PaydayChoice
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** What somebody was told, chose, or was asked stays where it was when the phone is turned or the process ends, until they have dealt with it. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class ToldTest : OnPhone() {
    private fun rig(test: (Rig) -> Unit) = Rig(folder.newFolder("rig")).use { test(it.start()) }

    /** Somebody who was made ready, and no office has seen. */
    private fun ready(test: (Rig, String) -> Unit) =
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                rig.start().tap(R.string.register)
                rig.fill()
                rig.tap(rig.step.primary)
                test(rig, (rig.activity.front as StatusModel).registration)
            }
        }

    private fun Rig.goTo(route: Route) {
        activity.go(route)
        settle()
    }

    /** The worst that a system does, one after the other. */
    private fun Rig.throughAll(check: () -> Unit) {
        for (happens in listOf(::turn, ::away, ::die, ::turn)) {
            happens()
            check()
        }
    }

    @Test
    fun `why an answer was refused stands at it until another one is given`() =
        rig { rig ->
            rig.tap(R.string.register)
            rig.answerUpTo("nik")
            rig.type("3201")
            rig.tap(rig.step.primary)
            assertEquals("nik", rig.step.id)
            val why = rig.step.problems.joinToString("\n") { it.reveal() }
            assertTrue(why, why.isNotEmpty())
            rig.throughAll {
                rig.see("3201")
                rig.see(why)
            }
            rig.answer()
            assertTrue("another question", rig.step.id != "nik")
            rig.unseen(why)
            rig.back()
            rig.unseen(why)
        }

    @Test
    fun `a form that was sent meanwhile says why it cannot be filled in, and nothing is waited for`() =
        ready { rig, registration ->
            var draft: String? = null
            rig.app.core.ask({ registrations.status(registration).draft }) { draft = it.getOrThrow() }
            rig.settle()
            rig.goTo(Route.Form(draft!!))
            val why = (rig.activity.front as QuestionModel).told
            assertTrue("$why", !why.isNullOrEmpty())
            rig.see(why!!)
            rig.unseen(rig.string(R.string.wait))
            rig.tap(R.string.done)
            assertTrue(rig.activity.front is StatusModel)
        }

    @Test
    fun `that nothing was answered is said until something is`() =
        rig { rig ->
            rig.tap(R.string.register)
            rig.answerUpTo("nik")
            rig.tap(rig.step.primary)
            val why = rig.step.problems.joinToString("\n") { it.reveal() }
            assertTrue(why, why.isNotEmpty())
            rig.throughAll { rig.see(why) }
            rig.answer()
            rig.unseen(why)
        }

    @Test
    fun `that the camera gave no picture is said, also where the process ended while it was open`() =
        rig { rig ->
            rig.tap(R.string.register)
            rig.answerUpTo("ktp")
            rig.duringCamera = rig::die
            rig.photograph(null)
            rig.duringCamera = {}
            val why = rig.string(R.string.photo_cancelled)
            rig.see(why)
            rig.throughAll { rig.see(why) }
            rig.photograph(Sample.card(folder.newFile("card.jpg")))
            assertTrue(rig.step.id != "ktp" || (rig.step.field as Field.Photo).taken)
            rig.unseen(why)
            assertNull(rig.activity.front.told)
        }

    @Test
    fun `what was chosen and looked for in the calculator is there after help was read and the process ended meanwhile`() =
        rig { rig ->
            rig.tap(R.string.dues)
            rig.calculate()
            rig.see("Rp141.600")
            rig.goTo(Route.Help)
            rig.die()
            rig.back()
            rig.see("Rp141.600")
            // A search that chose nothing yet.
            val line =
                (rig.activity.front as CalculatorModel)
                    .state.view!!
                    .asked
                    .first { it.field is Field.Search }
            rig.type("tuk", line.title)
            rig.throughAll { rig.see("tuk") }
        }

    @Test
    fun `a draft that deleting is asked about is asked about still`() =
        rig { rig ->
            rig.tap(R.string.register)
            rig.answer()
            rig.activity.goFromHome(Route.People)
            rig.settle()
            rig.tap(R.string.discard)
            rig.throughAll { rig.see(rig.string(R.string.discard_means)) }
            rig.tap(R.string.discard)
            assertTrue((rig.activity.front as PeopleModel).state.drafts.isEmpty())
            rig.unseen(rig.string(R.string.discard_means))
            rig.die()
            rig.unseen(rig.string(R.string.discard_means))
        }

    @Test
    fun `whoever is asked whether everything shall go is asked still, and told that it went`() =
        rig { rig ->
            rig.goTo(Route.MyData)
            rig.tap(R.string.wipe)
            rig.throughAll { rig.see(rig.string(R.string.wipe_means)) }
            rig.tap(R.string.wipe)
            assertTrue((rig.activity.front as MyDataModel).state.wiped)
            rig.throughAll { rig.see(rig.string(R.string.wiped)) }
            rig.tap(R.string.home)
            rig.unseen(rig.string(R.string.wiped))
        }

    @Test
    fun `a payday that still needs its day goes on needing it`() =
        ready { rig, registration ->
            rig.goTo(Route.Reminders(registration))
            val model = { rig.activity.front as RemindersModel }
            rig.option(rig.string(R.string.payday_weekly))
            rig.throughAll {
                assertEquals(PaydayKind.WEEKLY, model().state.kind)
                rig.see("Senin")
            }
            rig.tap("Rabu")
            assertEquals(PaydayChoice.Weekly(3u), model().state.choices!!.payday)
            assertNull(model().state.picking)
            // What the core refuses is read, whatever happens meanwhile, and ends with what it takes.
            model().choose { copy(at = "25.00") }
            rig.settle()
            val why = model().told!!
            rig.throughAll { rig.see(why) }
            model().choose { copy(at = "09.00") }
            rig.settle()
            rig.unseen(why)
        }

    @Test
    fun `what is asked before something ends is asked still`() =
        ready { rig, registration ->
            rig.tap(R.string.withdraw)
            val ask = (rig.activity.front as StatusModel).state.asksWithdraw!!
            rig.throughAll { rig.see(ask.title) }
            rig.tap(ask.no)
            rig.die()
            rig.unseen(ask.title)
            rig.goTo(Route.RecoveryCode(registration))
            val code = { (rig.activity.front as RecoveryCodeModel).state.view!! }
            rig.tap(code().written!!)
            rig.tap(code().newCode!!)
            rig.throughAll { rig.see(rig.string(R.string.recovery_new_means)) }
            rig.back()
            assertTrue("nothing was made anew", code().groups.isEmpty())
            rig.goTo(Route.Paper(registration))
            (rig.activity.front as PaperModel).enlarge()
            rig.die()
            assertTrue((rig.activity.front as PaperModel).state.enlarged)
        }

    @Test
    fun `a state that nobody knows is taken for none`() {
        for (odd in listOf(emptyList(), listOf(""), listOf("", "", "x"), listOf("", "x", "member"), List(8) { "" })) {
            PayersModel(Silent, "one").restored(odd)
            RemindersModel(Silent, "one", { true }) {}.apply { restored(odd) }.let { assertNull(it.state.picking) }
            QuestionModel(Silent, "one").restored(odd)
            PeopleModel(Silent).restored(odd)
        }
    }
}

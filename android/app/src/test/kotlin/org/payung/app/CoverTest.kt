package org.payung.app

import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.BillModel
import org.payung.app.screen.CoverModel
import org.payung.app.screen.CoverScreen
import org.payung.app.screen.CoverState
import org.payung.app.screen.MemberCardModel
import org.payung.app.screen.Model
import org.payung.app.screen.PayersModel
import org.payung.app.screen.RequestsModel
import org.payung.app.screen.StatusModel
import org.payung.app.screen.StatusScreen
import org.payung.app.screen.StatusState
import org.payung.core.CoverPhase
import org.payung.core.CoverStep
import org.payung.core.CoverView
import org.payung.core.RegistrationState
import org.payung.core.RegistrationStep
import org.payung.core.RegistrationView
import org.payung.core.UmbrellaState
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The one button of a member's screen and of a registration's is the core's: each of its steps has a word, and leads somewhere. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h1200dp-xhdpi")
class CoverTest : OnPhone() {
    private fun rig(check: (Rig) -> Unit) =
        Rig(folder.newFolder()).use { rig ->
            rig.start()
            check(rig)
        }

    private fun cover(next: CoverStep?) =
        CoverView(
            on = "2026-12-20",
            phase = CoverPhase.GRACE,
            title = "Iuran Desember 2026 belum dibayar",
            lines = emptyList(),
            programmes = emptyList(),
            since = null,
            paidUntil = null,
            missing = listOf("2026-12"),
            cost = null,
            panels = 7u,
            panelsFilled = 7u,
            umbrella = UmbrellaState.HALF,
            next = next,
        )

    private fun show(
        rig: Rig,
        next: CoverStep?,
    ) {
        val model = CoverModel(Silent, "one") {}.also { it.place(CoverState(cover(next))) }
        val screen = CoverScreen(rig.activity, model)
        rig.activity.setContentView(screen.view)
        screen.attach()
        rig.settle()
    }

    @Test
    fun `each step of cover is the one button at the bottom and leads where the core says`() =
        rig { rig ->
            val steps =
                listOf(
                    Triple(CoverStep.Correct("one"), R.string.correct, StatusModel::class),
                    Triple(CoverStep.Pay("one.two"), R.string.pay, BillModel::class),
                    Triple(CoverStep.Renew("one.two"), R.string.new_code, BillModel::class),
                    Triple(CoverStep.AskPayer("one"), R.string.payers, PayersModel::class),
                    Triple(CoverStep.AskBill("one"), R.string.new_code, RequestsModel::class),
                    Triple(CoverStep.ShowCard("one"), R.string.card, MemberCardModel::class),
                    Triple(CoverStep.Wait("two"), R.string.where_it_stands, StatusModel::class),
                )
            assertEquals("no step is forgotten", CoverStep::class.java.permitted(), steps.map { it.first::class.java.simpleName }.toSet())
            for ((step, label, model) in steps) {
                show(rig, step)
                rig.tap(label)
                val front: Model<*> = rig.activity.front
                assertEquals("$step", model, front::class)
                rig.activity.goFromHome(Route.Home)
                rig.settle()
            }
        }

    /** The card stands among the rows only while the button leads elsewhere, and nobody's months have no button. */
    @Test
    fun `the card is offered once`() =
        rig { rig ->
            show(rig, CoverStep.Pay("one.two"))
            rig.see(rig.string(R.string.card))
            show(rig, CoverStep.ShowCard("one"))
            assertEquals(1, rig.texts().count { it == rig.string(R.string.card) })
            show(rig, null)
            rig.unseen(rig.string(R.string.where_it_stands))
        }

    @Test
    fun `each step of a registration is its one button`() =
        folder.ready { rig, registration ->
            rig.activity.goFromHome(Route.Status(registration))
            rig.settle()
            val ready: RegistrationView = (rig.activity.front as StatusModel).state.view!!
            assertEquals(RegistrationStep.Sync, ready.step)
            val received = ready.copy(state = RegistrationState.RECEIVED, canTakeBack = false)
            val steps =
                mapOf(
                    RegistrationStep.Correct to R.string.correct,
                    RegistrationStep.SendNow to R.string.send_now,
                    RegistrationStep.Sync to R.string.send_try,
                    RegistrationStep.Pay("one.two") to R.string.pay,
                    RegistrationStep.ShowCover to R.string.cover,
                    RegistrationStep.ShowPayers("one") to R.string.payers,
                    RegistrationStep.GoHome to R.string.home,
                )
            val named = steps.keys.map { it::class.java.simpleName }.toSet()
            assertEquals("no step is forgotten", RegistrationStep::class.java.permitted(), named)
            for ((step, label) in steps) {
                val model = StatusModel(Silent, registration).also { it.place(StatusState(received.copy(step = step))) }
                val screen = StatusScreen(rig.activity, model)
                rig.activity.setContentView(screen.view)
                screen.attach()
                rig.settle()
                rig.see(rig.string(label))
            }
        }

    /** The cases of a closed enum of the core. */
    private fun Class<*>.permitted() = declaredClasses.map { it.simpleName }.filter { it != "Companion" }.toSet()
}

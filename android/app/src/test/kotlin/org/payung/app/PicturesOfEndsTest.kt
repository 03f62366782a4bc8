package org.payung.app

import com.google.zxing.BarcodeFormat
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.BillModel
import org.payung.app.screen.CoverModel
import org.payung.app.screen.StatusModel
import org.payung.core.CoverPhase
import org.payung.core.Office
import org.payung.core.RegistrationState
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** What ends: a registration that is withdrawn, and cover that nobody paid on. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
open class PicturesOfEndsTest : Shots() {
    private fun state(rig: Rig) = (rig.activity.front as StatusModel).state.view!!.state

    @Test
    fun `every screen of a registration that is withdrawn`() =
        Office(folder.newFolder("office")).use { office ->
            office.serve()
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                count = AFTER_REFERRAL
                Lost.register(rig)
                rig.tap(R.string.withdraw)
                shoot(rig, "withdraw-ask")
                rig.tap((rig.activity.front as StatusModel).state.asksWithdraw!!.yes)
                office.open()
                rig.away()
                assertEquals(RegistrationState.WITHDRAWN, state(rig))
                shoot(rig, "withdrawn")
            }
        }

    @Test
    fun `every screen of cover that nobody paid on`() {
        val clock = Ahead()
        Money.withOffice(folder, clock = clock) { office, sandbox, rig ->
            count = AFTER_WITHDRAWN
            val registration = Lost.register(rig)
            office.open()
            rig.away()
            goTo(rig, Route.Bill(registration))
            val month =
                (rig.activity.front as BillModel)
                    .state.bill!!
                    .lines.size
            RuntimeEnvironment.setQualifiers("in-w360dp-h1200dp-port-notnight-xhdpi")
            rig.turn()
            sandbox.pay(Money.read(rig.picture(), BarcodeFormat.QR_CODE))
            turn(rig, day)
            office.open()
            rig.away()
            // Nothing comes from the office any more.
            rig.online(false)
            for ((months, phase) in listOf(month + 1 to CoverPhase.GRACE, month + 9 to CoverPhase.ENDED)) {
                clock.millis = months * MONTH_MILLIS
                goTo(rig, Route.Cover(registration))
                assertEquals(phase, (rig.activity.front as CoverModel).state.cover!!.phase)
                val name = if (phase == CoverPhase.GRACE) "grace" else "ended"
                shoot(rig, "cover-$name")
                goTo(rig, Route.Home)
                shoot(rig, "home-$name")
            }
        }
    }

    private companion object {
        /** These follow the pictures of a code of a poster. */
        const val AFTER_REFERRAL = 180
        const val AFTER_WITHDRAWN = 183
        const val MONTH_MILLIS = 30L * 86_400_000
    }
}

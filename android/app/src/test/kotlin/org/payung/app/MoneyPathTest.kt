package org.payung.app

import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.BillModel
import org.payung.app.screen.StatusModel
import org.payung.core.BillPhase
import org.payung.core.ScreenKind
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** A bill that nobody paid in time. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h1200dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class MoneyPathTest : OnPhone() {
    @Test
    fun `a bill that is over leads to a request in one tap, and that to a new code`() =
        Money.withOffice(folder) { office, _, rig ->
            rig.start().tap(R.string.register)
            rig.fill()
            rig.tap(rig.step.primary)
            office.open()
            rig.away()
            rig.tap(R.string.pay)
            val old = (rig.activity.front as BillModel).state.bill!!
            office.cancelBill(old.id.substringAfter('.'))
            office.open()
            rig.away()
            rig.activity.goFromHome(Route.Bill(old.id))
            rig.settle()
            assertEquals(BillPhase.CANCELLED, (rig.activity.front as BillModel).state.bill!!.phase)
            rig.tap(R.string.new_code)
            // As many months as before: nothing is left to be asked.
            assertEquals(ScreenKind.REVIEW, rig.step.kind)
            rig.tap(rig.step.primary)
            val request = (rig.activity.front as StatusModel).registration
            // It is not asked for a second time: the same request is shown.
            rig.activity.goFromHome(Route.Bill(old.id))
            rig.settle()
            rig.unseen(rig.string(R.string.new_code))
            rig.tap(R.string.where_it_stands)
            assertEquals(request, (rig.activity.front as StatusModel).registration)
            // The office answers by itself, and makes the bill in its next pass.
            repeat(2) {
                office.open()
                rig.away()
            }
            rig.activity.goFromHome(Route.Bill(old.id))
            rig.settle()
            rig.tap(R.string.pay)
            val new = (rig.activity.front as BillModel).state.bill!!
            assertEquals(BillPhase.OPEN to old.amount, new.phase to new.amount)
            rig.see("PAYUNG SANDBOX")
        }
}

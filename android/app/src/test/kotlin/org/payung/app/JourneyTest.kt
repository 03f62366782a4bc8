package org.payung.app

import android.app.AlarmManager
import com.google.zxing.BarcodeFormat
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.BillModel
import org.payung.app.screen.CoverModel
import org.payung.app.screen.HomeModel
import org.payung.app.screen.ReceiptsModel
import org.payung.app.screen.StatusModel
import org.payung.app.screen.begun
import org.payung.core.BillPhase
import org.payung.core.CoverPhase
import org.payung.core.Office
import org.payung.core.RegistrationState
import org.payung.core.Sample
import org.payung.core.Sandbox
import org.payung.core.ScreenKind
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** The whole way through the real activity, with the office, the sandbox and the phone in processes of their own. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h1200dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class JourneyTest : OnPhone() {
    private fun status(rig: Rig) = (rig.activity.front as StatusModel).state.view!!

    @Test
    fun `a worker registers offline, corrects one answer, is accepted, pays, and is told until when they are protected and reminded`() =
        wholeWay { }

    @Test
    fun `the whole way, with the process ended after every action`() = wholeWay { rig -> rig.afterEach = rig::die }

    @Test
    fun `the whole way on a phone that keeps no activities`() = wholeWay { rig -> rig.afterEach = rig::remake }

    private fun wholeWay(first: (Rig) -> Unit) =
        Money.withOffice(folder, served = false) { office, sandbox, rig ->
            registersOffline(rig)
            first(rig)
            office.serve()
            rig.tap(R.string.send_try)
            assertEquals(RegistrationState.RECEIVED, status(rig).state)
            rig.see(status(rig).receipt)
            val registration = status(rig).registration
            corrects(office, rig)

            office.open()
            office.accept(registration)
            rig.away()
            assertEquals(RegistrationState.ACCEPTED, status(rig).state)
            rig.back()
            val first =
                (rig.activity.front as HomeModel)
                    .state.home!!
                    .registrations
                    .first()
            rig.see(begun(first.words))
            assertTrue(
                "nothing of the camera stays",
                (
                    rig.app.filesDir.parentFile!!
                        .walk() + rig.home.walk()
                ).none { it.extension == "jpg" },
            )

            office.open()
            rig.away()
            pays(office, sandbox, rig)
            isProtected(rig, registration)
        }

    /** Nobody can be reached: kept, and said why. */
    private fun registersOffline(rig: Rig) {
        rig.start()
        rig.see(rig.string(R.string.welcome))
        // What it costs on the day of this test: the tariff changes.
        val lowest = (rig.activity.front as HomeModel).state.home!!.lowest
        assertTrue(lowest, "Rp" in lowest)
        rig.see(lowest)
        rig.tap(R.string.register)
        rig.fill()
        assertEquals(ScreenKind.REVIEW, rig.step.kind)
        rig.see(Sample.NAME)
        rig.tap(rig.step.primary)
        assertEquals(RegistrationState.READY, status(rig).state)
        assertEquals(null, status(rig).bill)
        rig.see(begun(status(rig).words))
    }

    /** The office's words stand at the question. */
    private fun corrects(
        office: Office,
        rig: Rig,
    ) {
        office.open()
        val words = "Nomor ini tidak tersambung. Tulis nomor lain."
        office.correct(status(rig).registration, "phone", words)
        rig.away()
        assertEquals(RegistrationState.NEEDS_CORRECTION, status(rig).state)
        rig.see(words)
        rig.tap(R.string.correct)
        assertEquals("phone", rig.step.id)
        rig.see(words)
        rig.type("081300000002")
        rig.tap(rig.step.primary)
        rig.fill(Sample.answers)
        rig.tap(rig.step.primary)
        assertEquals(RegistrationState.RECEIVED, status(rig).state)
        assertEquals(2u, status(rig).revision)
    }

    /** Another phone reads the code from this screen. Nobody is protected because they say that they paid. */
    private fun pays(
        office: Office,
        sandbox: Sandbox,
        rig: Rig,
    ) {
        rig.tap(R.string.pay)
        val bill = (rig.activity.front as BillModel).state.bill!!
        assertEquals(BillPhase.OPEN, bill.phase)
        rig.see(bill.amountWords)
        rig.see("PAYUNG SANDBOX")
        val reference = sandbox.pay(Money.read(rig.picture(), BarcodeFormat.QR_CODE))
        rig.tap(R.string.paid)
        assertEquals(BillPhase.OPEN, (rig.activity.front as BillModel).state.bill!!.phase)
        rig.see(rig.string(R.string.said_paid))

        office.open()
        rig.away()
        assertEquals(BillPhase.PAID, (rig.activity.front as BillModel).state.bill!!.phase)
        rig.unseen(rig.string(R.string.paid))
        rig.unseen(rig.string(R.string.said_paid))
        rig.tap(R.string.receipts)
        val receipt = (rig.activity.front as ReceiptsModel).state.receipts.single()
        assertEquals(reference, receipt.reference)
        assertEquals(bill.amount, receipt.received)
        rig.tap(receipt.title)
        rig.see(receipt.number)
        rig.back()
        rig.tap(R.string.statement)
        rig.see(bill.lines.first().monthWords)
    }

    /** The phone's own alarms are set for what the screen shows. */
    private fun isProtected(
        rig: Rig,
        registration: String,
    ) {
        rig.activity.goFromHome(Route.Status(registration))
        rig.settle()
        rig.see("Terlindungi sampai")
        assertTrue(status(rig).cover!!.startsWith("Terlindungi sampai"))
        rig.tap(R.string.cover)
        val state = (rig.activity.front as CoverModel).state
        val cover = state.cover!!
        assertEquals(CoverPhase.PROTECTED, cover.phase)
        assertEquals(cover.panels, cover.panelsFilled)
        assertTrue("somebody who paid for three months is reminded of the next", state.reminders.isNotEmpty())
        rig.see(state.reminders.first().title)
        val alarms = shadowOf(rig.app.getSystemService(AlarmManager::class.java)).scheduledAlarms
        val planned = state.reminders.take(alarms.size)
        assertEquals(planned.map { it.atMillis }, alarms.map { it.triggerAtMs }.sorted())
        assertTrue("at least the next one rings", planned.isNotEmpty())
        rig.activity.goFromHome(Route.Home)
        rig.settle()
        rig.see("Terlindungi sampai")
    }
}

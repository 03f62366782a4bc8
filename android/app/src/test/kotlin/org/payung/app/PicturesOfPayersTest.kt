package org.payung.app

import android.content.ClipData
import android.content.ClipboardManager
import com.google.zxing.BarcodeFormat
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.PayForModel
import org.payung.app.screen.PayersModel
import org.payung.app.screen.StatusModel
import org.payung.app.screen.options
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** Every screen of paying for somebody else, with the office and the sandbox: whoever pays sees for whom, and the other one is protected. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
open class PicturesOfPayersTest : Shots() {
    private fun register(
        rig: Rig,
        answers: Map<String, String>,
    ): String {
        rig.activity.goFromHome(Route.Home)
        rig.settle()
        rig.tap(if (rig.sees(rig.string(R.string.register))) R.string.register else R.string.register_other)
        rig.fill(answers)
        rig.tap(rig.step.primary)
        return (rig.activity.front as StatusModel).registration
    }

    /** A mother and her daughter, both on this phone: the mother makes a code, the daughter enters it and pays. */
    @Test
    fun `a daughter pays for her mother by a code, and each screen of both is right`() =
        Money.withOffice(folder) { office, sandbox, rig ->
            count = AFTER_CARD
            rig.start()
            val mother = register(rig, Sample.answers + mapOf("name" to "AMINAH CONTOH"))
            val daughter =
                register(rig, Sample.answers + mapOf("nik" to "3201015501900002", "name" to "RINI CONTOH", "phone" to "0812 0000 0003"))

            fun settle() =
                repeat(2) {
                    office.open()
                    rig.away()
                }
            settle()
            goTo(rig, Route.Bill(mother))
            rig.tap(R.string.payers)
            shoot(rig, "payers-none")
            rig.tap(R.string.payers_ask)
            rig.fill(mapOf("pay_code_note" to "yes", "consent_pay_code" to "yes"))
            rig.tap(rig.step.primary)
            settle()
            shoot(rig, "pay-code-answered")
            goTo(rig, Route.Requests(mother))
            shoot(rig, "requests")
            goTo(rig, Route.Payers(mother))
            shoot(rig, "payers-code")
            val code = (rig.activity.front as PayersModel).state.view!!.code!!
            rig.tap(R.string.payers_take_back)
            shoot(rig, "payers-take-back")

            goTo(rig, Route.PayFor(daughter))
            shoot(rig, "pay-for-empty")
            rig.type("7K2M-94QX")
            rig.tap(R.string.pay_for_send)
            shoot(rig, "pay-for-problem")
            rig.app.getSystemService(ClipboardManager::class.java).setPrimaryClip(ClipData.newPlainText("", code.message.reveal()))
            rig.tap(R.string.pay_for_paste)
            assertEquals(code.code.reveal(), (rig.activity.front as PayForModel).state.typed)
            shoot(rig, "pay-for")
            rig.tap(R.string.pay_for_send)
            settle()
            shoot(rig, "pay-for-answered")
            goTo(rig, Route.Payers(daughter))
            shoot(rig, "payers-to-pay")
            goTo(rig, Route.Payers(mother))
            assertTrue((rig.activity.front as PayersModel).state.view!!.needNotPay)
            shoot(rig, "payers-paid-for")

            goTo(rig, Route.Payers(daughter))
            rig.tap(R.string.pay)
            RuntimeEnvironment.setQualifiers("in-w360dp-h1200dp-port-notnight-xhdpi")
            rig.turn()
            sandbox.pay(Money.read(rig.picture(), BarcodeFormat.QR_CODE))
            turn(rig, day)
            settle()
            goTo(rig, Route.Payers(daughter))
            shoot(rig, "payers-paid")
            goTo(rig, Route.Status(mother))
            rig.see(inLanguage("Terlindungi sampai", "Protected until"))
            // Either of them may end it.
            goTo(rig, Route.Payers(mother))
            rig.tap(R.string.payers_stop_me)
            rig.tap(R.string.payers_stop_me)
            settle()
            assertEquals(
                emptyList<String>(),
                (rig.activity.front as PayersModel)
                    .state.view!!
                    .payers
                    .map { it.words },
            )
            // A request that was begun is not answered anew by asking for a code: its first question is shown.
            goTo(rig, Route.Requests(daughter))
            rig.tap(R.string.request)
            rig.answer(mapOf("request" to "complaint"))
            goTo(rig, Route.Payers(daughter))
            rig.tap(R.string.payers_ask)
            assertEquals("request", rig.step.id)
            val chosen =
                rig.step.field
                    .options()
                    .filter { it.chosen }
            assertEquals(listOf("complaint"), chosen.map { it.id })
        }

    private companion object {
        /** These follow the pictures of the card. */
        const val AFTER_CARD = 76
    }
}

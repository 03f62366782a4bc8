package org.payung.app

import android.content.ClipData
import android.content.ClipboardManager
import android.content.Intent
import android.os.Build
import android.widget.EditText
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.BillModel
import org.payung.app.screen.Ending
import org.payung.app.screen.PayForModel
import org.payung.app.screen.PayersModel
import org.payung.app.screen.PayersScreen
import org.payung.app.screen.PayersState
import org.payung.app.screen.StatusModel
import org.payung.core.ArrangementView
import org.payung.core.BillLineView
import org.payung.core.BillPhase
import org.payung.core.BillStep
import org.payung.core.BillView
import org.payung.core.Office
import org.payung.core.PayCodeView
import org.payung.core.PayersStep
import org.payung.core.PayersView
import org.payung.core.Purpose
import org.payung.core.RegistrationState
import org.payung.core.RequestView
import org.payung.core.Secret
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Who pays for whom: what a member and a payer see, and how a code is given away and entered. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class PayersTest : OnPhone() {
    private val nobody =
        PayersView(
            "one",
            null,
            emptyList(),
            emptyList(),
            listOf("Tidak ada orang lain yang membayar iuran Anda."),
            canRequest = true,
            step = PayersStep.Begin,
        )
    private val daughter = ArrangementView("P-17", "R••• C•••", "2026-11", "November 2026", null, "R••• C••• membayar iuran Anda.")
    private val mother =
        ArrangementView("P-18", "A••• C•••", "2026-11", "November 2026", null, "Anda membayar iuran A••• C•••. Nomornya P-18.")
    private val code =
        PayCodeView(
            Secret("0000-0000-0000"),
            "2026-12-27",
            "27 Desember 2026",
            Secret("Kode supaya orang lain membayar iuran Anda: 0000-0000-0000."),
            Secret("Kode untuk membayar iuran saya: 0000-0000-0000\nTempel pesan ini."),
        )
    private val bill =
        BillView(
            id = "one.two",
            registration = "one",
            phase = BillPhase.OPEN,
            title = "Iuran November 2026",
            amount = 11_400uL,
            amountWords = "Rp11.400",
            lines =
                listOf(
                    BillLineView("2026-11", "November 2026", "A••• C•••", 11_400uL, "November 2026, A••• C•••: Rp11.400", emptyList()),
                ),
            credit = 0uL,
            lastDay = "2026-11-30",
            until = "Bayar paling lambat 30 November 2026.",
            why = null,
            after = "",
            priceNote = null,
            channels = emptyList(),
            refused = null,
            spoken = "Iuran November 2026. Sebelas ribu empat ratus rupiah.",
            step = BillStep.SayPaid,
        )

    private fun request(state: RegistrationState) =
        RequestView(
            id = "three",
            number = "7K2M-94QX",
            purpose = Purpose.PAY_FOR,
            title = "Bayar iuran orang lain",
            state = state,
            words = "tidak bisa dipenuhi",
            askedAtMillis = 1_795_748_400_000,
            askedAtWords = "27 November 2026 pukul 10.00 WIB",
            answerUntil = null,
            answer = Secret("Kode itu sudah dipakai."),
            corrections = emptyList(),
            registration = "one",
        )

    private fun rig(test: (Rig) -> Unit) = Rig(folder.newFolder()).use { test(it.start()) }

    private fun show(
        rig: Rig,
        state: PayersState,
    ): PayersScreen {
        val screen = PayersScreen(rig.activity, PayersModel(Silent, "one").also { it.place(state) })
        rig.activity.setContentView(screen.view)
        screen.attach()
        rig.settle()
        return screen
    }

    private fun said(screen: PayersScreen) = screen.spoken(screen.model.state).joinToString(" ")

    @Test
    fun `a code that is copied is in no preview, since whoever reads it may use it`() =
        rig { rig ->
            show(rig, PayersState(nobody.copy(code = code, step = PayersStep.ShareCode)))
            rig.tap(R.string.payers_copy)
            val clip = rig.app.getSystemService(ClipboardManager::class.java).primaryClip!!
            assertEquals("0000-0000-0000", clip.getItemAt(0).text.toString())
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.N) {
                assertTrue(clip.description.extras.getBoolean("android.content.extra.IS_SENSITIVE"))
                rig.activity.copy("0000")
                val other = rig.app.getSystemService(ClipboardManager::class.java).primaryClip!!
                assertEquals("what is no secret is shown", null, other.description.extras)
            }
        }

    @Test
    fun `a member who is paid for is told that there is nothing to pay, unless there is a bill of their own`() =
        rig { rig ->
            val paid = PayersState(nobody.copy(payers = listOf(daughter), needNotPay = true, step = PayersStep.Done))
            val screen = show(rig, paid)
            rig.see(daughter.words)
            rig.see("Mulai November 2026")
            rig.see(rig.string(R.string.payers_need_not))
            assertTrue(said(screen), rig.string(R.string.payers_need_not) in said(screen))
            rig.unseen(rig.string(R.string.payers_ask))
            // It is asked first, and back leaves it.
            rig.tap(R.string.payers_stop_me)
            rig.see(rig.string(R.string.payers_stop_me_means))
            assertTrue(screen.back())
            rig.see(daughter.words)
            assertFalse("nothing is left to go back from", screen.back())
            show(rig, PayersState(nobody.copy(payers = listOf(daughter), step = PayersStep.Done)))
            rig.unseen(rig.string(R.string.payers_need_not))
        }

    @Test
    fun `a code is shown, copied and sent with what to do with it, and is taken back only when somebody says so twice`() =
        rig { rig ->
            val screen = show(rig, PayersState(nobody.copy(code = code, step = PayersStep.ShareCode)))
            rig.see("0000-0000-0000")
            rig.see("27 Desember 2026")
            assertFalse("whoever hears it may use it", "0000" in said(screen))
            rig.tap(R.string.payers_copy)
            assertEquals("0000-0000-0000", rig.activity.pasted())
            rig.tap(R.string.payers_send)
            val sent = shadowOf(rig.activity).nextStartedActivity.getParcelableExtra<Intent>(Intent.EXTRA_INTENT)!!
            assertEquals(code.message.reveal(), sent.getStringExtra(Intent.EXTRA_TEXT))
            rig.tap(R.string.payers_take_back)
            assertEquals(Ending.Code, screen.model.state.ends)
            rig.tap(R.string.payers_leave)
            assertEquals(null, screen.model.state.ends)
            rig.see("0000-0000-0000")
        }

    @Test
    fun `whoever pays sees for whom, since when, each bill, and the open one first of all`() =
        rig { rig ->
            val paid = bill.copy(id = "one.one", phase = BillPhase.PAID, until = "Sudah dibayar, kata KANTOR CONTOH.")
            val pay = PayersStep.Pay(bill.id)
            val state = PayersState(nobody.copy(members = listOf(mother), bills = listOf(bill, paid), step = pay))
            val screen = show(rig, state)
            for (words in listOf(mother.words, "Mulai November 2026", bill.lines.single().words, bill.until, paid.until)) rig.see(words)
            assertTrue(said(screen), "Sebelas ribu" in said(screen))
            rig.tap(R.string.pay)
            assertEquals("one.two", (rig.activity.front as BillModel).id)
            rig.back()
            val again = show(rig, state)
            rig.tap(rig.string(R.string.payers_stop).replace("%1\$s", mother.name))
            assertEquals(Ending.Member(mother), again.model.state.ends)
            rig.see(rig.string(R.string.payers_stop_means))
        }

    @Test
    fun `what the office refused stands there with its reason`() =
        rig { rig ->
            val screen = show(rig, PayersState(nobody.copy(requests = listOf(request(RegistrationState.REFUSED)))))
            rig.see("Kode itu sudah dipakai.")
            assertTrue("Kode itu sudah dipakai." in said(screen))
            rig.see(rig.string(R.string.payers_add))
            rig.see(rig.string(R.string.payers_ask))
        }

    @Test
    fun `whoever only pays is offered no code of their own`() =
        rig { rig ->
            show(rig, PayersState(nobody.copy(canBePaidFor = false)))
            rig.see(rig.string(R.string.payers_add))
            rig.unseen(rig.string(R.string.payers_ask))
            rig.unseen(rig.string(R.string.payers_help))
            show(rig, PayersState(nobody.copy(members = listOf(mother), canBePaidFor = false, step = PayersStep.Done)))
            rig.see(rig.string(R.string.payers_more))
            rig.unseen(rig.string(R.string.payers_ask))
        }

    /** From the first screen of a new phone, to the office and back with a question at the code. */
    @Test
    fun `whoever pays need be no member, and a code that nobody has is asked for again`() =
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                office.serve()
                rig.start().see(rig.string(R.string.payers_add_about))
                rig.tap(R.string.payers_add)
                assertEquals("payer_note", rig.step.id)
                rig.fill(
                    mapOf(
                        "payer_note" to "yes",
                        "pay_for_code" to "84g7 zwyr d6ze",
                        "months" to "1",
                        "name" to "RINI CONTOH",
                        "phone" to "0812 0000 0003",
                        "consent_payer" to "yes",
                    ),
                )
                rig.tap(rig.step.primary)
                val model = rig.activity.front as StatusModel
                rig.unseen(rig.string(R.string.recovery))
                rig.unseen(rig.string(R.string.cover))
                rig.away()
                office.open()
                rig.away()
                assertEquals(RegistrationState.NEEDS_CORRECTION, model.state.view?.state)
                rig.see("Kode itu tidak ada.")
                rig.tap(R.string.correct)
                assertEquals("pay_for_code", rig.step.id)
                rig.see("Kode itu tidak ada.")
            }
        }

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

    @Test
    fun `before the office has the registration it says so, and a code that is pasted or typed is read by the core`() =
        ready { rig, registration ->
            rig.unseen(rig.string(R.string.payers))
            rig.activity.go(Route.Payers(registration))
            rig.settle()
            rig.see(rig.string(R.string.payers_not_yet))
            rig.unseen(rig.string(R.string.payers_add))

            rig.activity.go(Route.PayFor(registration))
            rig.settle()
            val field = { rig.views().filterIsInstance<EditText>().single() }
            val paying = { (rig.activity.front as PayForModel).state }
            val board = rig.app.getSystemService(ClipboardManager::class.java)
            // People copy whole messages.
            board.setPrimaryClip(ClipData.newPlainText("", "Nak, ini kodenya: 0000-0000-0000. Ibu"))
            rig.tap(R.string.pay_for_paste)
            assertEquals("0000-0000-0000", field().text.toString())
            rig.see(rig.string(R.string.pay_for_good))
            rig.option("3 bulan")
            rig.die()
            assertEquals("0000-0000-0000" to "3", field().text.toString() to paying().months)
            rig.see(rig.string(R.string.pay_for_good))
            // One sign is wrong: nothing is said while somebody types, and then it is said where it is.
            rig.type("0000-0000-0001")
            rig.unseen(rig.string(R.string.pay_for_good))
            assertEquals(null, paying().problem)
            rig.tap(R.string.pay_for_send)
            rig.see(paying().problem!!)
            assertTrue(paying().problem!!, "salah ketik" in paying().problem!!)
            rig.turn()
            rig.see(paying().problem!!)
            rig.die()
            rig.see(paying().problem!!)
            assertEquals("0000-0000-0001", field().text.toString())
            board.setPrimaryClip(ClipData.newPlainText("", "Halo"))
            rig.tap(R.string.pay_for_paste)
            assertEquals("what was typed stays", "0000-0000-0001", field().text.toString())
            rig.see(paying().problem!!)
        }
}

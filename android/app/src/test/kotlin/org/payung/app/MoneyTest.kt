package org.payung.app

import android.content.ClipboardManager
import android.content.Intent
import android.net.Uri
import android.view.WindowManager
import android.widget.TextView
import com.google.zxing.BarcodeFormat
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.core.Trouble
import org.payung.app.core.Way
import org.payung.app.look.Modules
import org.payung.app.phone.Parcel
import org.payung.app.phone.ShareProvider
import org.payung.app.screen.BillModel
import org.payung.app.screen.BillScreen
import org.payung.app.screen.BillState
import org.payung.app.screen.ChannelScreen
import org.payung.app.screen.DrawnCode
import org.payung.app.screen.Host
import org.payung.app.screen.Out
import org.payung.app.screen.ReceiptsModel
import org.payung.app.screen.ReceiptsScreen
import org.payung.app.screen.ReceiptsState
import org.payung.app.screen.Screen
import org.payung.app.screen.StatementModel
import org.payung.app.screen.StatementScreen
import org.payung.app.screen.StatementState
import org.payung.app.screen.modules
import org.payung.core.AnotherBill
import org.payung.core.BillLineView
import org.payung.core.BillPhase
import org.payung.core.BillStep
import org.payung.core.BillView
import org.payung.core.ChannelView
import org.payung.core.CodeAction
import org.payung.core.CodeActionView
import org.payung.core.NoticeView
import org.payung.core.Pictogram
import org.payung.core.ReceiptRow
import org.payung.core.ReceiptView
import org.payung.core.StatementMonth
import org.payung.core.StatementView
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.shadows.ShadowToast
import java.io.ByteArrayInputStream
import java.io.FileNotFoundException
import javax.imageio.ImageIO

/** The screens of money, over views built by hand: each state of a bill, each button, and codes that another program can read. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class MoneyTest : OnPhone() {
    /** "8812000000170" in Code 128's set C and B, as the core makes it, is asked of the core by the test with the office; here by hand. */
    private val bars = code128("8812000000001759")

    private val qris =
        channel("qris", "QRIS", Pictogram.CHANNEL_QRIS).copy(
            keyName = "kode QRIS",
            steps = listOf("Pindai kode ini dengan HP lain.", "Pastikan namanya KANTOR CONTOH dan jumlahnya Rp45.600."),
            note = "Satu HP tidak bisa memindai layarnya sendiri. Simpan gambarnya, lalu pilih dari galeri.",
            hasCode = true,
            actions = actions(CodeAction.SAVE_PICTURE, CodeAction.SEND),
        )
    private val shop =
        channel("indomaret", "Indomaret", Pictogram.CHANNEL_MINIMARKET).copy(
            keyName = "kode bayar",
            key = "8812000000001759",
            steps = listOf("Bilang ke kasir: mau bayar BPJS Ketenagakerjaan.", "Tunjukkan kode bayar ini.", "Minta struk dan simpan."),
            fee = "Mungkin ada biaya tambahan: tanyakan dulu.",
            withoutData = true,
            hasCode = true,
            actions = actions(CodeAction.COPY, CodeAction.SAVE_PICTURE, CodeAction.SEND),
        )
    private val wallet =
        channel("contoh_pay", "ContohPay", Pictogram.CHANNEL_WALLET).copy(
            keyName = "kode bayar",
            key = "8812000000001759",
            steps = listOf("Buka ContohPay.", "Ketik kode bayar."),
            link = "https://contoh.invalid/bayar",
        )
    private val greyed =
        channel("agent", "Agen Perisai", Pictogram.CHANNEL_AGENT).copy(
            enabled = false,
            reason = "Perlu nomor kartu peserta. Nomor itu baru ada sesudah iuran pertama dibayar.",
        )

    private fun actions(vararg actions: CodeAction) = actions.map { CodeActionView(it, LABELS.getValue(it)) }

    private fun channel(
        id: String,
        name: String,
        pictogram: Pictogram,
    ) = ChannelView(
        id = id,
        name = name,
        pictogram = pictogram,
        enabled = true,
        reason = "",
        keyName = "",
        key = null,
        steps = emptyList(),
        fee = "",
        limit = "",
        link = null,
        withoutData = false,
        note = "",
        hasCode = false,
        actions = emptyList(),
    )

    private val bill =
        BillView(
            id = "one.two",
            registration = "one",
            phase = BillPhase.OPEN,
            title = "Iuran November 2026 sampai Januari 2027",
            amount = 45_600uL,
            amountWords = "Rp45.600",
            lines =
                listOf("November 2026" to 11_400uL, "Desember 2026" to 11_400uL, "Januari 2027" to 22_800uL).map { (month, amount) ->
                    BillLineView("2026-11", month, null, amount, "$month: Rp$amount", emptyList())
                },
            credit = 0uL,
            lastDay = "2026-11-30",
            until = "Bayar paling lambat 30 November 2026.",
            why = "Ini iuran pertama Anda.",
            after = "Begitu KANTOR CONTOH mencatat pembayarannya: Terlindungi sampai 31 Januari 2027. Belum sebelum itu.",
            priceNote = "Mulai Januari 2027 iurannya Rp16.800 sebulan, karena potongannya berakhir.",
            channels = listOf(qris, shop, wallet, greyed),
            refused = null,
            spoken = "Iuran November 2026 sampai Januari 2027. Empat puluh lima ribu enam ratus rupiah.",
            step = BillStep.SayPaid,
        )

    private val receipt =
        ReceiptView(
            number = "K-2026/000017",
            bill = "one.two",
            paidAtMillis = 1_795_748_400_000,
            paidAtWords = "27 November 2026 pukul 10.00 WIB",
            channelName = "Indomaret",
            reference = "SBX-000017",
            received = 45_600uL,
            credit = 0uL,
            unapplied = 0uL,
            lines = emptyList(),
            title = "Pembayaran Rp45.600 sudah dicatat",
            rows =
                listOf(
                    ReceiptRow("Nomor tanda terima", "K-2026/000017"),
                    ReceiptRow("Dibayar", "27 November 2026 pukul 10.00 WIB"),
                    ReceiptRow("Lewat", "Indomaret"),
                    ReceiptRow("Uang masuk", "Rp45.600"),
                    ReceiptRow("November 2026", "Rp11.400"),
                ),
            note = "Ini catatan dari KANTOR CONTOH. Simpan juga bukti dari tempat Anda membayar.",
        )
    private val notice =
        NoticeView(
            "unapplied",
            "Ada Rp8.400 yang belum dipakai untuk iuran. Uang itu tetap milik Anda.",
            8_400uL,
            "one.two",
            1_795_748_400_000,
            "27 November 2026 pukul 10.00 WIB",
        )

    private fun rig(test: (Rig) -> Unit) = Rig(folder.newFolder()).use { test(it.start()) }

    /** Draws a screen in place of the one in front. */
    private fun show(
        rig: Rig,
        screen: Screen<*>,
    ) {
        rig.activity.setContentView(screen.view)
        screen.attach()
        rig.settle()
    }

    private fun bill(state: BillState) = BillModel(Silent, "one.two") { _, _ -> }.also { it.place(state) }

    private fun channel(state: BillState) = BillModel(Silent, "one.two", state.channel!!.id) { _, _ -> }.also { it.place(state) }

    /** The real core draws the code. */
    private fun qr(rig: Rig): Modules {
        var drawn: Modules? = null
        rig.app.core.ask({ qris.code(PAYLOAD) }) { drawn = modules(it.getOrThrow()) }
        rig.settle()
        return drawn!!
    }

    /** Patterns of ISO/IEC 15417 for set C, start and stop, as widths; written down here and not taken from the core. */
    private fun code128(digits: String): Modules {
        val values = listOf(105) + digits.chunked(2).map { it.toInt() }
        val check = values.mapIndexed { index, value -> value * index.coerceAtLeast(1) }.sum() % 103
        val widths = (values + check).joinToString("") { PATTERNS[it] } + "2331112"
        val dark = StringBuilder()
        widths.forEachIndexed { index, width -> repeat(width.digitToInt()) { dark.append(if (index % 2 == 0) '1' else '0') } }
        val bytes = dark.padEnd((dark.length + 7) / 8 * 8, '0').chunked(8).map { it.toInt(2).toByte() }
        return Modules(dark.length, 1, 10, bytes.toByteArray())
    }

    @Test
    fun `an open bill says what, until when and where, and its code can be read from the screen by day and by night`() =
        rig { rig ->
            for (kind in listOf("notnight", "night")) {
                RuntimeEnvironment.setQualifiers("in-w360dp-h1800dp-port-$kind-xhdpi")
                rig.turn()
                val model = bill(BillState(bill = bill, code = DrawnCode(qris, qr(rig))))
                val screen = BillScreen(rig.activity, model)
                show(rig, screen)
                for (text in listOf(
                    bill.title,
                    "Rp45.600",
                    bill.until,
                    "Pastikan namanya KANTOR CONTOH",
                    "Indomaret",
                    greyed.reason,
                    bill.after,
                )) {
                    rig.see(text)
                }
                assertEquals(PAYLOAD, Money.read(rig.picture(), BarcodeFormat.QR_CODE))
                assertEquals(emptyList<String>(), Checks.all(rig))
                assertEquals(WindowManager.LayoutParams.BRIGHTNESS_OVERRIDE_FULL, rig.activity.window.attributes.screenBrightness)
                val spoken = screen.spoken(model.state).joinToString(" ")
                for (text in listOf("Empat puluh lima ribu", "Pastikan namanya", "Indomaret")) assertTrue(spoken, text in spoken)
                assertFalse("what cannot be used is not read out as a way", "Agen Perisai" in spoken)
            }
            // Elsewhere the screen is as dark as its owner wants it.
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            assertEquals(WindowManager.LayoutParams.BRIGHTNESS_OVERRIDE_NONE, rig.activity.window.attributes.screenBrightness)
        }

    @Test
    fun `a way that cannot be used leads nowhere, and one that can leads to its steps`() =
        rig { rig ->
            show(rig, BillScreen(rig.activity, bill(BillState(bill = bill))))
            rig.tap("Indomaret")
            assertEquals("indomaret", (rig.activity.front as BillModel).channel)
            rig.back()
            show(rig, BillScreen(rig.activity, bill(BillState(bill = bill))))
            try {
                rig.tap("Agen Perisai")
                throw IllegalStateException("it can be tapped")
            } catch (_: AssertionError) {
                // As it should be.
            }
        }

    @Test
    fun `at a shop the bars fill the screen and are read, the code is read out digit by digit and copied`() =
        rig { rig ->
            val state = BillState(bill = bill, channel = shop, code = DrawnCode(shop, bars))
            for (qualifiers in listOf("in-w360dp-h1800dp-port-notnight-xhdpi", "in-w320dp-h1800dp-port-night-hdpi")) {
                RuntimeEnvironment.setQualifiers(qualifiers)
                rig.turn()
                val screen = ChannelScreen(rig.activity, channel(state))
                show(rig, screen)
                rig.see("8812 0000 0000 1759")
                rig.see("1. Bilang ke kasir")
                assertEquals("8812000000001759", Money.read(rig.picture(), BarcodeFormat.CODE_128))
                assertEquals(emptyList<String>(), Checks.all(rig))
            }
            rig.tap(LABELS.getValue(CodeAction.COPY))
            val board = rig.app.getSystemService(ClipboardManager::class.java)
            assertEquals(
                "8812000000001759",
                board.primaryClip!!
                    .getItemAt(0)
                    .text
                    .toString(),
            )
        }

    @Test
    fun `a wallet that is there is opened, one that is not is said, and a link that is no link of the web is not followed`() =
        rig { rig ->
            show(rig, ChannelScreen(rig.activity, channel(BillState(bill = bill, channel = wallet))))
            rig.tap("Buka ContohPay")
            val view = shadowOf(rig.activity).nextStartedActivity
            assertEquals(Intent.ACTION_VIEW to "https://contoh.invalid/bayar", view.action to view.dataString)
            assertTrue("no browser", view.flags and Intent.FLAG_ACTIVITY_REQUIRE_NON_BROWSER != 0)
            shadowOf(rig.app).checkActivities(true)
            rig.tap("Buka ContohPay")
            assertEquals(rig.string(R.string.no_such_app).replace("%1\$s", "ContohPay"), ShadowToast.getTextOfLatestToast())
            rig.activity.openApp("intent://contoh#Intent;end", "ContohPay")
            assertEquals(null, shadowOf(rig.activity).nextStartedActivity)
        }

    @Test
    fun `each end of a bill is said, with a way on and without a code`() =
        rig { rig ->
            val ends =
                mapOf(
                    BillPhase.REFUSED to "Penerima di kode QRIS-nya bukan penerima iuran yang dikenal, jadi tidak ditampilkan.",
                    BillPhase.EXPIRED to "Kode bayarnya hanya berlaku sampai 30 November 2026. Jangan dibayar lagi.",
                    BillPhase.CANCELLED to "Tagihan ini dibatalkan KANTOR CONTOH. Jangan dibayar.",
                    BillPhase.PAID to "Sudah dibayar, kata KANTOR CONTOH.",
                )
            for ((phase, words) in ends) {
                val refused = words.takeIf { phase == BillPhase.REFUSED }
                val step =
                    when (phase) {
                        BillPhase.REFUSED -> BillStep.AskOffice
                        BillPhase.PAID -> BillStep.ShowCover("one")
                        else -> BillStep.Renew
                    }
                val view =
                    bill.copy(phase = phase, until = words, refused = refused, channels = emptyList(), after = "", step = step)
                show(rig, BillScreen(rig.activity, bill(BillState(bill = view))))
                rig.see(words)
                rig.unseen(LABELS.getValue(CodeAction.SAVE_PICTURE))
                rig.unseen(rig.string(R.string.paid))
                val canAsk = phase == BillPhase.EXPIRED || phase == BillPhase.CANCELLED
                if (canAsk) rig.see(rig.string(R.string.new_code)) else rig.unseen(rig.string(R.string.new_code))
                assertEquals(emptyList<String>(), Checks.all(rig))
            }
            show(rig, BillScreen(rig.activity, bill(BillState(none = true))))
            rig.see(rig.string(R.string.bill_none))
            rig.see(rig.string(R.string.look_again))
            show(
                rig,
                ChannelScreen(rig.activity, BillModel(Silent, "one.two", "gone") { _, _ -> }.also { it.place(BillState(bill = bill)) }),
            )
            rig.see(bill.until)
        }

    @Test
    fun `the button of a bill is the core's step, and leads where it says`() =
        rig { rig ->
            val steps =
                mapOf(
                    BillStep.Sync to (R.string.look_again to null),
                    BillStep.ShowCover("one") to (R.string.cover to Route.Cover("one")),
                    BillStep.ShowReceipts("one") to (R.string.receipts to Route.Receipts("one")),
                    BillStep.Pay("one.three") to (R.string.pay to Route.Bill("one.three")),
                    BillStep.AskPayer("one") to (R.string.payers to Route.Payers("one")),
                    BillStep.Wait("two") to (R.string.where_it_stands to Route.Status("two")),
                    BillStep.AskOffice to (R.string.help to Route.Help),
                )
            for ((step, button) in steps) {
                val (label, way) = button
                val went = mutableListOf<Route?>()
                val host =
                    object : Host by rig.activity {
                        override fun go(route: Route) {
                            went += route
                        }

                        override fun sync() {
                            went += null
                        }
                    }
                val screen = BillScreen(host, bill(BillState(bill = bill.copy(step = step, saidPaid = step is BillStep.Sync))))
                show(rig, screen)
                val foot = screen.scaffold.foot
                assertEquals(rig.string(label), (foot.getChildAt(0) as TextView).text.toString())
                foot.getChildAt(0).performClick()
                assertEquals(listOf(way), went)
                if (step is BillStep.Sync) rig.see(rig.string(R.string.said_paid)) else rig.unseen(rig.string(R.string.said_paid))
                rig.unseen(rig.string(R.string.paid))
            }
        }

    @Test
    fun `in place of a bill that is over comes another, the request for one, or a request to be sent, as the core says`() =
        rig { rig ->
            val places =
                mapOf(
                    AnotherBill.Open("one.three") to Route.Bill("one.three"),
                    AnotherBill.Asked("two") to Route.Status("two"),
                    AnotherBill.Begun("three") to Route.Form("three"),
                )
            for ((instead, route) in places) {
                val model = bill(BillState(bill = bill.copy(phase = BillPhase.EXPIRED), instead = instead))
                val went = mutableListOf<Route>()
                val host =
                    object : Host by rig.activity {
                        override fun go(route: Route) {
                            went += route
                        }
                    }
                show(rig, BillScreen(host, model))
                assertEquals(listOf(route), went)
                assertEquals("once", null, model.state.instead)
            }
        }

    @Test
    fun `what goes out is a file that only its receiver can read, or a picture in the gallery`() =
        rig { rig ->
            val bytes = byteArrayOf(1, 2, 3)
            val model = bill(BillState(bill = bill, out = Out(Parcel(ShareProvider.CODE, bytes, "Iuran: Rp45.600"), save = false)))
            show(rig, BillScreen(rig.activity, model))
            rig.settle()
            val send = shadowOf(rig.activity).nextStartedActivity.getParcelableExtra<Intent>(Intent.EXTRA_INTENT)!!
            val uri = send.getParcelableExtra<Uri>(Intent.EXTRA_STREAM)!!
            assertEquals("image/png" to "Iuran: Rp45.600", send.type to send.getStringExtra(Intent.EXTRA_TEXT))
            assertTrue(send.flags and Intent.FLAG_GRANT_READ_URI_PERMISSION != 0)
            assertEquals(
                bytes.toList(),
                rig.app.contentResolver
                    .openInputStream(uri)!!
                    .readBytes()
                    .toList(),
            )
            assertEquals(null, model.state.out)
            for (other in listOf("payung.db", "../payung/payung.db", "")) {
                val place = Uri.parse("content://org.payung.app.share/$other")
                val read = runCatching { rig.app.contentResolver.openInputStream(place) }
                assertTrue(other, read.exceptionOrNull() is FileNotFoundException)
            }
            val write = runCatching { rig.app.contentResolver.openOutputStream(uri) }
            assertTrue("nobody writes there", write.exceptionOrNull() is FileNotFoundException)
        }

    @Test
    fun `the core's full disk is said, and leads to the phone's storage`() =
        rig { rig ->
            val trouble = Trouble("Memori HP penuh. Kosongkan sedikit, lalu coba lagi.", Way.FREE_ROOM)
            show(rig, BillScreen(rig.activity, bill(BillState(trouble = trouble))))
            rig.see(trouble.words)
            rig.tap(R.string.free_room)
            assertEquals(
                android.provider.Settings.ACTION_INTERNAL_STORAGE_SETTINGS,
                shadowOf(rig.activity).nextStartedActivity.action,
            )
        }

    @Test
    fun `receipts are listed, one is opened, and it is sent as text and as a picture`() =
        rig { rig ->
            val model = ReceiptsModel(Silent, "one")
            model.place(ReceiptsState(listOf(receipt), listOf(notice), known = true))
            val screen = ReceiptsScreen(rig.activity, model)
            show(rig, screen)
            rig.see(notice.words)
            rig.tap(receipt.title)
            rig.see("K-2026/000017")
            assertEquals(emptyList<String>(), Checks.all(rig))
            assertTrue(screen.spoken(model.state).any { "Indomaret" in it })
            rig.tap(R.string.send_text)
            val sent = shadowOf(rig.activity).nextStartedActivity.getParcelableExtra<Intent>(Intent.EXTRA_INTENT)!!
            val text = sent.getStringExtra(Intent.EXTRA_TEXT)!!
            for (row in receipt.rows) assertTrue(text, "${row.label}: ${row.value}" in text)
            val png =
                org.payung.app.look.ReceiptPicture
                    .png(receipt.title, receipt.rows.map { it.label to it.value }, receipt.note)
            val picture = ImageIO.read(ByteArrayInputStream(png))
            assertEquals(720, picture.width)
            assertTrue(picture.height in 400..2000)
            java.io
                .File(System.getProperty("payung.work"), "receipt.png")
                .writeBytes(png)
            rig.activity.goFromHome(Route.Home)
        }

    @Test
    fun `a year says its months and leads to the years beside it`() =
        rig { rig ->
            val month =
                StatementMonth(
                    "2026-11",
                    "November 2026",
                    "2026-11-27",
                    11_400uL,
                    null,
                    "November 2026: Rp11.400, dibayar 27 November 2026",
                )
            val year =
                StatementView(
                    2026u,
                    "Iuran tahun 2026",
                    listOf(month),
                    0uL,
                    11_400uL,
                    listOf("1 bulan iuran 2026 sudah dicatat."),
                    "Ini catatan.",
                )
            val model = StatementModel(Silent, "one")
            model.place(StatementState(year, today = 2026))
            show(rig, StatementScreen(rig.activity, model))
            rig.see(month.words)
            rig.see("2025")
            rig.unseen("2027")
            assertEquals(emptyList<String>(), Checks.all(rig))
        }

    @Test
    fun `a code whose modules do not fit its measures is refused`() {
        val error = runCatching { Modules(21, 21, 4, ByteArray(55)) }.exceptionOrNull()
        assertTrue(error is IllegalArgumentException)
        assertTrue(Modules(3, 1, 1, byteArrayOf(0b0100_0000)).run { !isDark(0, 0) && isDark(1, 0) && !isDark(2, 0) })
    }

    private companion object {
        val LABELS = mapOf(CodeAction.COPY to "Salin kode", CodeAction.SAVE_PICTURE to "Simpan gambar", CodeAction.SEND to "Kirim kode")
        val PATTERNS =
            (
                "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 " +
                    "123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 " +
                    "111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 " +
                    "211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 " +
                    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 " +
                    "121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 " +
                    "411113 411311 113141 114131 311141 411131 211412 211214 211232"
            ).split(' ')
    }
}

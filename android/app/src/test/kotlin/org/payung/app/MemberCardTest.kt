package org.payung.app

import android.view.WindowManager
import com.google.zxing.BarcodeFormat
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.MemberCardModel
import org.payung.app.screen.MemberCardScreen
import org.payung.app.screen.MemberCardState
import org.payung.app.screen.StatusModel
import org.payung.core.CardPhase
import org.payung.core.CardSign
import org.payung.core.CardView
import org.payung.core.CodeView
import org.payung.core.Office
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** The digital card: another program reads it from the screen by day and by night, and what is no card has nothing to scan. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h1200dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class MemberCardTest : OnPhone() {
    private fun card(
        phase: CardPhase,
        code: CodeView? = null,
    ) = CardView(
        phase,
        when (phase) {
            CardPhase.NONE -> CardSign.PLAIN
            CardPhase.GOOD -> CardSign.CERTAIN
            else -> CardSign.LOOK_AGAIN
        },
        "Kartu peserta",
        listOf("Berlaku sampai 31 Januari 2027.", "NIK 3201 •••• •••• 0001, inisial S.C. Tunjukkan bersama KTP."),
        "2027-01-31",
        code,
        code?.let { "PAYUNG1.CONTOH" },
    )

    private fun show(
        rig: Rig,
        card: CardView,
    ): MemberCardScreen {
        val model = MemberCardModel(Silent, "one").also { it.place(MemberCardState(card)) }
        val screen = MemberCardScreen(rig.activity, model)
        rig.activity.setContentView(screen.view)
        screen.attach()
        rig.settle()
        return screen
    }

    private fun code(rig: Rig): CodeView {
        var drawn: CodeView? = null
        rig.app.core.ask({ qris.code(PAYLOAD) }) { drawn = it.getOrThrow() }
        rig.settle()
        return drawn!!
    }

    @Test
    fun `a good card can be read from the screen, which is bright, and says until when and what it is not`() =
        Rig(folder.newFolder()).use { rig ->
            rig.start()
            for (kind in listOf("notnight", "night")) {
                RuntimeEnvironment.setQualifiers("in-w360dp-h1200dp-port-$kind-xhdpi")
                rig.turn()
                val screen = show(rig, card(CardPhase.GOOD, code(rig)))
                assertEquals(PAYLOAD, Money.read(rig.picture(), BarcodeFormat.QR_CODE))
                assertEquals(WindowManager.LayoutParams.BRIGHTNESS_OVERRIDE_FULL, rig.activity.window.attributes.screenBrightness)
                rig.see("Berlaku sampai 31 Januari 2027.")
                rig.see("Tunjukkan bersama KTP")
                rig.see(rig.string(R.string.card_not))
                assertEquals(emptyList<String>(), Checks.all(rig))
                assertTrue(screen.spoken(screen.model.state).any { "Berlaku sampai" in it })
            }
        }

    @Test
    fun `a good card is right by day and by night, with large letters and on a small phone`() =
        Rig(folder.newFolder()).use { rig ->
            rig.start()
            val kinds =
                listOf(
                    Triple("day", "in-w360dp-h720dp-port-notnight-xhdpi", 1f),
                    Triple("night", "in-w360dp-h720dp-port-night-xhdpi", 1f),
                    Triple("large", "in-w360dp-h720dp-port-notnight-xhdpi", 2f),
                    Triple("small", "in-w320dp-h533dp-port-notnight-hdpi", 1f),
                )
            for ((name, qualifiers, letters) in kinds) {
                RuntimeEnvironment.setQualifiers(qualifiers)
                RuntimeEnvironment.setFontScale(letters)
                rig.turn()
                show(rig, card(CardPhase.GOOD, code(rig)))
                assertEquals(emptyList<String>(), Checks.all(rig))
                // The office that pictures are taken with sends no cards yet.
                rig.shoot("76-card-good-$name")
            }
        }

    @Test
    fun `what is no card has words, a way on and nothing to scan or to send`() =
        Rig(folder.newFolder()).use { rig ->
            rig.start()
            for (phase in listOf(CardPhase.NONE, CardPhase.NOT_YET, CardPhase.OVER, CardPhase.REFUSED)) {
                show(rig, card(phase))
                rig.see("Berlaku sampai")
                rig.see(rig.string(R.string.look_again))
                rig.unseen(rig.string(R.string.send_picture))
                assertEquals(WindowManager.LayoutParams.BRIGHTNESS_OVERRIDE_NONE, rig.activity.window.attributes.screenBrightness)
                assertEquals(emptyList<String>(), Checks.all(rig))
            }
        }

    @Test
    fun `before the first dues the core says that there is no card yet`() =
        Rig(folder.newFolder(), Office(folder.newFolder("office")).use { it.trust }).use { rig ->
            rig.start().tap(R.string.register)
            rig.fill()
            rig.tap(rig.step.primary)
            val registration = (rig.activity.front as StatusModel).registration
            rig.activity.go(Route.MemberCard(registration))
            rig.settle()
            assertEquals(CardPhase.NONE, (rig.activity.front as MemberCardModel).state.card!!.phase)
            rig.die()
            assertEquals(registration, (rig.activity.front as MemberCardModel).registration)
        }
}

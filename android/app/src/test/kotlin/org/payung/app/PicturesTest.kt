package org.payung.app

import com.google.zxing.BarcodeFormat
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.BillModel
import org.payung.app.screen.ReceiptsModel
import org.payung.app.screen.begun
import org.payung.core.Office
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** Every screen of somebody who registers and pays. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
open class PicturesTest : Shots() {
    @Test
    fun `every screen of the way to the office and back`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                rig.start()
                shoot(rig, "welcome")
                rig.tap(R.string.programmes)
                shoot(rig, "programmes")
                rig.back()
                rig.tap(R.string.help)
                shoot(rig, "help")
                rig.back()
                rig.tap(R.string.settings)
                shoot(rig, "settings")
                rig.back()
                rig.tap(R.string.dues)
                shoot(rig, "dues-empty")
                rig.calculate()
                shoot(rig, "dues")
                rig.back()
                rig.tap(R.string.register)
                rig.atQuestion = { step -> if (step.id !in SIMILAR) shoot(rig, step.id) }
                rig.fill()
                shoot(rig, "review")
                rig.tap(rig.step.primary)
                shoot(rig, "ready")
                rig.back()
                shoot(rig, "home-ready")
                rig.tap(rig.string(R.string.people))
                shoot(rig, "people")
                rig.back()
                rig.tap(R.string.my_data)
                shoot(rig, "my-data")
                rig.tap(R.string.wipe)
                shoot(rig, "wipe")
                rig.back()
                rig.back()
                val home = rig.activity.front as org.payung.app.screen.HomeModel
                val registration =
                    home.state.home!!
                        .registrations
                        .first()
                rig.tap(begun(registration.words))
                office.serve()
                rig.tap(R.string.send_try)
                shoot(rig, "received")
                office.open()
                office.correct(registration.registration, "phone", "Nomor ini tidak tersambung. Tulis nomor lain.")
                rig.away()
                shoot(rig, "correct")
                rig.tap(R.string.correct)
                shoot(rig, "correct-phone")
                rig.type("0813")
                rig.tap(rig.step.primary)
                shoot(rig, "phone-problem")
                rig.type("081300000002")
                shoot(rig, "phone-typed")
                rig.tap(rig.step.primary)
                rig.atQuestion = {}
                rig.fill(Sample.answers)
                rig.tap(rig.step.primary)
                office.open()
                office.accept(registration.registration)
                rig.away()
                shoot(rig, "accepted")
                rig.tap(R.string.cover)
                shoot(rig, "cover")
                rig.tap(R.string.reminders_set)
                shoot(rig, "reminders")
                rig.option(rig.string(R.string.payday_weekly))
                shoot(rig, "payday")
                rig.back()
                rig.tap(R.string.jar)
                shoot(rig, "jar-begin")
                rig.type("5000")
                rig.tap(R.string.jar_begin)
                rig.tap(R.string.jar_mark)
                shoot(rig, "jar")
                rig.back()
                val cover = rig.activity.front as org.payung.app.screen.CoverModel
                rig.tap(
                    cover.state.incidents
                        .first()
                        .title,
                )
                shoot(rig, "incident")
            }
        }
    }

    @Test
    fun `every screen of money`() =
        Money.withOffice(folder) { office, sandbox, rig ->
            count = AFTER_REGISTERING
            rig.start().tap(R.string.register)
            rig.fill()
            rig.tap(rig.step.primary)
            office.open()
            rig.away()
            shoot(rig, "to-pay")
            rig.back()
            shoot(rig, "home-to-pay")
            rig.tap(R.string.pay)
            val model = rig.activity.front as BillModel
            val bill = model.state.bill!!
            shoot(rig, "bill")
            val ways =
                bill.channels.filter {
                    it.enabled && it.id !=
                        model.state.code!!
                            .channel.id
                }
            for (way in listOfNotNull(ways.find { it.hasCode }, ways.find { it.link != null })) {
                rig.activity.go(Route.Channel(bill.id, way.id))
                rig.settle()
                shoot(rig, "way-${way.id}")
                rig.back()
            }
            RuntimeEnvironment.setQualifiers("in-w360dp-h1200dp-port-notnight-xhdpi")
            rig.turn()
            sandbox.pay(Money.read(rig.picture(), BarcodeFormat.QR_CODE))
            turn(rig, day)
            rig.tap(R.string.paid)
            shoot(rig, "said-paid")
            office.open()
            rig.away()
            shoot(rig, "paid")
            rig.tap(R.string.receipts)
            shoot(rig, "receipts")
            rig.tap(
                (rig.activity.front as ReceiptsModel)
                    .state.receipts
                    .first()
                    .title,
            )
            shoot(rig, "receipt")
            rig.back()
            rig.tap(R.string.statement)
            shoot(rig, "statement")
            rig.tap(R.string.as_paper)
            shoot(rig, "paper-year")
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            shoot(rig, "home-protected")
            rig.activity.goFromHome(Route.Status(bill.registration))
            rig.settle()
            shoot(rig, "protected")
            rig.tap(R.string.cover)
            shoot(rig, "cover-protected")
            rig.tap(R.string.family)
            shoot(rig, "paper-family")
            rig.back()
            rig.tap(R.string.card)
            shoot(rig, "card")
        }

    /** A worker who came too late: the office ended the bill, and a new code is asked for. */
    @Test
    fun `every screen of a bill that is over`() =
        Money.withOffice(folder) { office, _, rig ->
            count = AFTER_PAYING
            rig.start().tap(R.string.register)
            rig.fill()
            rig.tap(rig.step.primary)
            office.open()
            rig.away()
            rig.tap(R.string.pay)
            val bill = (rig.activity.front as BillModel).state.bill!!
            office.cancelBill(bill.id.substringAfter('.'))
            office.open()
            rig.away()
            rig.activity.goFromHome(Route.Bill(bill.id))
            rig.settle()
            shoot(rig, "bill-over")
            rig.tap(R.string.new_code)
            shoot(rig, "bill-asked")
            rig.tap(rig.step.primary)
            shoot(rig, "bill-request")
        }

    private companion object {
        /** And of what follows a bill that is over. */
        const val AFTER_PAYING = 90

        /** The number of the first picture of money, so that the sheets show the way in its order. */
        const val AFTER_REGISTERING = 60

        /** Drawn by the same code as their neighbours, with other words. */
        val SIMILAR = setOf("nik_right", "birth_place", "mother_name")
    }
}

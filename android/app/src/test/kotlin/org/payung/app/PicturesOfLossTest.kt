package org.payung.app

import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.IncidentModel
import org.payung.app.screen.RecoverModel
import org.payung.app.screen.RecoveryCodeModel
import org.payung.app.screen.StatusModel
import org.payung.core.Office
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** Every screen of a lost phone and of a report, with the office. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
open class PicturesOfLossTest : Shots() {
    @Test
    fun `every screen of a recovery code, and of another phone that gets a registration back`() =
        Office(folder.newFolder("office")).use { office ->
            office.serve()
            Rig(folder.newFolder("old"), office.trust).use { old ->
                count = AFTER_PAYERS
                val registration = Lost.register(old)
                old.tap(R.string.recovery)
                shoot(old, "recovery-code")
                goTo(old, Route.Settings)
                shoot(old, "settings-lost")
                goTo(old, Route.RecoveryCode(registration))
                val code = Lost.code(old)
                val view = { (old.activity.front as RecoveryCodeModel).state.view!! }
                old.tap(view().written!!)
                shoot(old, "recovery-written")
                old.tap(view().newCode!!)
                shoot(old, "recovery-new")
                goTo(old, Route.Recovery)
                shoot(old, "recovery")
                Lost.another(old, folder.newFolder("new"), office.trust).use { rig ->
                    rig.tap(R.string.recover)
                    shoot(rig, "recover-empty")
                    rig.type(code.take(11), rig.string(R.string.recover_code))
                    shoot(rig, "recover-typing")
                    rig.tap(R.string.recover_open)
                    shoot(rig, "recover-problem")
                    rig.type(code, rig.string(R.string.recover_code))
                    rig.type("16-01-1990", rig.string(R.string.recover_born))
                    rig.tap(R.string.recover_open)
                    shoot(rig, "recover-refused")
                    waits(rig)
                    rig.type(Lost.BORN, rig.string(R.string.recover_born))
                    rig.tap(R.string.recover_open)
                    shoot(rig, "recover-found")
                    rig.tap(R.string.recover_see)
                    shoot(rig, "recovered")
                    rig.back()
                    shoot(rig, "home-recovered")
                }
            }
        }

    /** While the office is asked, which is over before anybody could draw it here. */
    private fun waits(rig: Rig) {
        val model = rig.activity.front as RecoverModel
        val before = model.state
        model.place(before.copy(busy = true, refused = null))
        shoot(rig, "recover-waiting")
        model.place(before)
        rig.settle()
    }

    @Test
    fun `every screen of a report with its papers`() =
        Office(folder.newFolder("office")).use { office ->
            office.serve()
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                count = AFTER_LOSS
                val registration = Lost.register(rig)
                goTo(rig, Route.Incident("accident", registration))
                shoot(rig, "incident-report")
                val incident = { (rig.activity.front as IncidentModel).state.incident!! }
                val papers = incident().papers.filter { it.canPhotograph }
                rig.tap(papers.first().words)
                shoot(rig, "pages-none")
                rig.photograph(Sample.letter(folder.newFile("one.jpg")), rig.string(R.string.page_photo))
                rig.photograph(Sample.dark(folder.newFile("two.jpg")), rig.string(R.string.page_more))
                shoot(rig, "pages")
                rig.tap(inLanguage("Lembar 1", "Page 1"))
                shoot(rig, "page")
                rig.tap(R.string.photo_use)
                rig.tap(R.string.done)
                shoot(rig, "incident-begun")
                shootAll(rig, "incident-papers")
                rig.tap(incident().report!!.button)
                shoot(rig, "report-first")
                rig.fill(Lost.accident())
                shoot(rig, "report-review")
                rig.tap(rig.step.primary)
                shoot(rig, "report-sent")
                val report = (rig.activity.front as StatusModel).registration
                office.open()
                office.accept(report, "Laporan kami terima. Bawa surat aslinya ke kantor cabang.")
                rig.away()
                goTo(rig, Route.Incident("accident", registration))
                shoot(rig, "incident-answered")
            }
        }

    /** From top to bottom, on a screen that nobody has. */
    private fun shootAll(
        rig: Rig,
        name: String,
    ) {
        turn(rig, Kind("tall", "in-w360dp-h2400dp-port-notnight-xhdpi"))
        rig.shoot("%02d-$name-tall${inLanguage("", "-english")}".format(++count))
        turn(rig, day)
    }

    private companion object {
        /** These follow the pictures of payers. */
        const val AFTER_PAYERS = 100

        /** And these those of a lost phone. */
        const val AFTER_LOSS = 120
    }
}

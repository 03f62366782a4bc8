package org.payung.app

import android.app.DatePickerDialog
import android.app.TimePickerDialog
import android.content.DialogInterface
import android.os.Build
import android.view.WindowManager
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.IncidentModel
import org.payung.app.screen.PagesModel
import org.payung.app.screen.StatusModel
import org.payung.core.IncidentView
import org.payung.core.KeeperAnswer
import org.payung.core.KeyKeeper
import org.payung.core.Office
import org.payung.core.RegistrationState
import org.payung.core.Sample
import org.payung.core.ScreenKind
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowDialog
import java.io.File
import java.util.Calendar

/** An accident or a death is reported to the office, with its papers as photos. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class ReportTest : OnPhone() {
    private fun incident(rig: Rig): IncidentView = (rig.activity.front as IncidentModel).state.incident!!

    private fun pages(rig: Rig) = (rig.activity.front as PagesModel).state

    private fun isSecure(rig: Rig) = rig.activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0

    private fun goTo(
        rig: Rig,
        route: Route,
    ) {
        rig.activity.goFromHome(route)
        rig.settle()
    }

    private fun clear(rig: Rig) = listOf(rig.home, rig.app.filesDir.parentFile!!).flatMap { it.walk() }.filter { it.extension == "jpg" }

    @Test
    fun `papers are photographed, the report goes to the office, and its answer stands where it was made`() =
        Office(folder.newFolder("office")).use { office ->
            office.serve()
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                val registration = Lost.register(rig)
                goTo(rig, Route.Cover(registration))
                rig.tap("Kecelakaan kerja")
                assertTrue(incident(rig).report!!.possible)
                notes(rig)
                photographs(rig)
                val report = reports(rig)
                office.open()
                office.accept(report, "Laporan kami terima. Bawa surat aslinya ke kantor cabang.")
                rig.away()
                goTo(rig, Route.Incident("accident", registration))
                rig.see("Bawa surat aslinya")
                assertTrue("an answer is about one person", isSecure(rig))
                rig.see("1 lembar sudah dikirim")
                rig.see(incident(rig).report!!.words)
                assertEquals("nothing of it lies here in clear", emptyList<File>(), clear(rig))
                // A paper that follows is another report.
                assertTrue(incident(rig).report!!.possible)
            }
        }

    /** The clocks run from what was noted; a note is kept, and taken away by whoever made it. */
    private fun notes(rig: Rig) {
        rig.see(rig.string(R.string.incident_unnoted))
        val at = Calendar.getInstance().apply { add(Calendar.DAY_OF_MONTH, -1) }
        rig.tap(R.string.incident_when)
        (ShadowDialog.getLatestDialog() as DatePickerDialog).run {
            updateDate(at.get(Calendar.YEAR), at.get(Calendar.MONTH), at.get(Calendar.DAY_OF_MONTH))
            getButton(DialogInterface.BUTTON_POSITIVE).performClick()
        }
        rig.settle()
        (ShadowDialog.getLatestDialog() as TimePickerDialog).run {
            updateTime(7, 30)
            getButton(DialogInterface.BUTTON_POSITIVE).performClick()
        }
        rig.settle()
        val happened = incident(rig).happenedMillis!!
        assertEquals(happened + 48 * 3_600_000, incident(rig).clocks.first().untilMillis)
        rig.see(incident(rig).clocks.first().until)
        rig.die()
        rig.see(", 07.30")
        rig.tap(R.string.incident_when)
        (ShadowDialog.getLatestDialog() as DatePickerDialog).getButton(DialogInterface.BUTTON_NEUTRAL).performClick()
        rig.settle()
        assertEquals(null, incident(rig).happenedMillis)
        rig.see(rig.string(R.string.incident_unnoted))
    }

    private fun photographs(rig: Rig) {
        val paper = incident(rig).papers.first { it.canPhotograph }
        rig.tap(paper.words)
        assertFalse(isSecure(rig))
        // A camera that gives nothing is said, and nothing is kept.
        rig.photograph(null, rig.string(R.string.page_photo))
        rig.see(rig.string(R.string.photo_cancelled))
        rig.duringCamera = rig::die
        rig.photograph(Sample.letter(folder.newFile("one.jpg")), rig.string(R.string.page_photo))
        rig.duringCamera = {}
        rig.see("Lembar 1")
        rig.unseen(rig.string(R.string.photo_cancelled))
        assertTrue("a paper is in no picture of the screen", isSecure(rig))
        assertTrue("what is photographed is at hand", pages(rig).paper!!.ticked)
        rig.photograph(Sample.letter(folder.newFile("two.jpg")), rig.string(R.string.page_more))
        rig.see("Lembar 2")
        // Its tick stays as long as it has pages, and the core says why.
        rig.option(rig.string(R.string.paper_here))
        rig.see(rig.activity.front.told!!)
        assertTrue("Hapus dulu" in rig.activity.front.told!!)
        rig.tap("Lembar 2")
        rig.turn()
        assertEquals(2u, pages(rig).looked)
        rig.unseen("Lembar 1")
        rig.back()
        rig.see("Lembar 1")
        rig.tap("Lembar 2")
        rig.tap(R.string.page_remove)
        rig.see("Lembar 1")
        rig.unseen("Lembar 2")
        rig.tap(R.string.done)
        rig.see(rig.string(R.string.paper_pages).replace("%1\$d", "1"))
        rig.see(incident(rig).report!!.photosWords)
        assertEquals(1u, incident(rig).report!!.photos)
    }

    /** The screens that every form has; what was photographed is on its review. */
    private fun reports(rig: Rig): String {
        rig.tap(incident(rig).report!!.button)
        rig.fill(Lost.accident())
        assertEquals(ScreenKind.REVIEW, rig.step.kind)
        rig.tap(rig.step.primary)
        val sent = (rig.activity.front as StatusModel).state.view!!
        assertEquals(true to RegistrationState.RECEIVED, sent.isRequest to sent.state)
        return sent.registration
    }

    @Test
    fun `before anything was sent papers are ticked, and it is said when a report is possible`() =
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                val registration = Lost.register(rig)
                goTo(rig, Route.Incident("death", registration))
                assertFalse(incident(rig).report!!.possible)
                rig.see(incident(rig).report!!.words)
                rig.tap(incident(rig).papers.first().words)
                rig.unseen(rig.string(R.string.page_photo))
                rig.option(rig.string(R.string.paper_here))
                rig.die()
                assertTrue(pages(rig).paper!!.ticked)
                rig.tap(R.string.done)
                assertEquals(1, incident(rig).papers.count { it.ticked })
                rig.tap(R.string.help)
                rig.see(rig.string(R.string.help_person))
            }
        }

    @Test
    fun `in an emergency the clocks stand there without a registration, and with a key that is locked`() {
        var answer: KeeperAnswer? = null
        val inner =
            org.payung.app.core
                .KeystoreKeeper()
        val keeper =
            object : KeyKeeper {
                override fun wrap(key: ByteArray) = inner.wrap(key)

                override fun unwrap(wrapped: ByteArray) = answer ?: inner.unwrap(wrapped)
            }
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust, keeper).use { rig ->
                rig.start().tap(R.string.help)
                rig.tap("Kecelakaan kerja")
                rig.see("48 jam")
                rig.see(incident(rig).report!!.words)
                // A death at work is a work accident: its first clock says so and leads there.
                goTo(rig, Route.Incident("death"))
                rig.see("48 jam")
                rig.tap("Kecelakaan kerja")
                assertEquals("accident", incident(rig).id)
                rig.activity.goFromHome(Route.Home)
                rig.settle()
                rig.tap(R.string.register)
                rig.fill()
                rig.tap(rig.step.primary)
                val registration = (rig.activity.front as StatusModel).registration
                goTo(rig, Route.Incident("accident", registration))
                answer = KeeperAnswer.LockedNow
                rig.kill()
                rig.see("48 jam")
                rig.see("Buka kunci HP")
                answer = null
                rig.tap(R.string.try_again)
                rig.unseen("Buka kunci HP")
                rig.see("48 jam")
            }
        }
    }
}

package org.payung.app

import android.os.Build
import android.view.WindowManager
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.ShareActivity
import org.payung.app.screen.HomeModel
import org.payung.app.screen.PagesModel
import org.payung.app.screen.SharedModel
import org.payung.core.IncidentPaper
import org.payung.core.Office
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.File

/** A picture of another app goes where somebody says: to a photo question, or to a paper of an incident. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class SharedTest : OnPhone() {
    private fun kept(rig: Rig) = File(rig.app.noBackupFilesDir, "camera/shared.jpg").exists()

    private fun letter(rig: Rig) = Sharing.offer(rig, Sample.letter(folder.newFile()))

    private fun papers(rig: Rig): List<IncidentPaper> =
        (rig.activity.front as SharedModel)
            .state.places.incidents
            .first()
            .papers

    private fun registered(check: (Rig) -> Unit) =
        Office(folder.newFolder("office")).use { office ->
            office.serve()
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                Lost.register(rig)
                check(rig)
            }
        }

    @Test
    fun `a shared letter becomes a page of the paper that somebody taps`() =
        registered { rig ->
            assertEquals(ShareActivity.ARRIVED, letter(rig))
            rig.see(rig.string(R.string.shared_where))
            rig.see("Kecelakaan kerja")
            rig.see("Meninggal dunia")
            assertTrue("it may be of a card", rig.activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0)
            // The process may end meanwhile.
            rig.die()
            assertTrue(kept(rig))
            val paper = papers(rig).last()
            rig.tap(paper.words)
            val pages = rig.activity.front as PagesModel
            assertEquals(paper.id, pages.route.paper)
            assertEquals(
                1,
                pages.state.paper!!
                    .pages.size,
            )
            assertFalse("no copy stays", kept(rig))
            assertTrue(rig.home.walk().none { it.extension == "jpg" })
            rig.back()
            rig.see(rig.string(R.string.paper_pages).replace("%1\$d", "1"))
        }

    @Test
    fun `nobody has to take it, and what is no picture is said`() =
        registered { rig ->
            letter(rig)
            rig.tap(R.string.shared_leave)
            assertTrue(rig.activity.front is HomeModel)
            assertFalse(kept(rig))
            letter(rig)
            rig.back()
            assertFalse("back leaves it too", kept(rig))
            Sharing.offer(rig, folder.newFile().apply { writeText("CONTOH") })
            rig.tap(papers(rig).first().words)
            rig.see("Ini bukan foto")
            rig.turn()
            rig.die()
            rig.see("Ini bukan foto")
            assertFalse(kept(rig))
            rig.tap(R.string.home)
            assertTrue(rig.activity.front is HomeModel)
        }

    @Test
    fun `an open photo question is asked first, and the picture can still go elsewhere`() =
        registered { rig ->
            rig.activity.goFromHome(Route.People)
            rig.settle()
            rig.tap(R.string.register_other)
            rig.answerUpTo("ktp")
            letter(rig)
            rig.see(rig.string(R.string.shared_ask))
            rig.turn()
            rig.see(rig.string(R.string.shared_ask))
            rig.die()
            assertTrue("nobody has left it", kept(rig))
            rig.see(rig.string(R.string.shared_ask))
            rig.tap(R.string.shared_elsewhere)
            rig.see(rig.string(R.string.shared_where))
            rig.see(rig.string(R.string.shared_question))
            // And back again: the draft is one of the places.
            rig.tap(Sample.NAME)
            rig.see(rig.string(R.string.shared_ask))
            rig.tap(R.string.photo_use)
            assertFalse(kept(rig))
        }
}

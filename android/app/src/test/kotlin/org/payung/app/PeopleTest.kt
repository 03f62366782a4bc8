package org.payung.app

import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.payung.app.screen.FORM
import org.payung.app.screen.PeopleModel
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The list of everybody on a phone that has more than one page of them. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class PeopleTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun phone() = FakeKeystore.install()

    @Test
    fun `what changes in the background folds up no list that somebody has opened`() =
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            rig.app.core.ask({ repeat(MORE_THAN_A_PAGE) { drafts.start(FORM) } }) {}
            rig.settle()
            rig.activity.goFromHome(Route.People)
            rig.settle()
            val model = rig.activity.front as PeopleModel
            assertTrue("there is another page", model.state.moreDrafts)
            rig.tap(R.string.more)
            assertEquals(MORE_THAN_A_PAGE, model.state.drafts.size)
            model.start()
            rig.settle()
            assertEquals(MORE_THAN_A_PAGE, model.state.drafts.size)
            assertEquals(
                model.state.drafts
                    .distinct()
                    .size,
                model.state.drafts.size,
            )
            assertTrue(!model.state.moreDrafts)
        }

    private companion object {
        const val MORE_THAN_A_PAGE = 25
    }
}

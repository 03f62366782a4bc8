package org.payung.app

import org.payung.app.phone.News
import org.payung.app.phone.Reminders
import org.payung.app.phone.ShareProvider
import org.payung.app.screen.BillModel
import org.payung.app.screen.CalculatorModel
import org.payung.app.screen.Cover
import org.payung.app.screen.CoverModel
import org.payung.app.screen.HelpModel
import org.payung.app.screen.HomeModel
import org.payung.app.screen.IncidentModel
import org.payung.app.screen.JarModel
import org.payung.app.screen.MemberCardModel
import org.payung.app.screen.Model
import org.payung.app.screen.MyDataModel
import org.payung.app.screen.PagesModel
import org.payung.app.screen.PaperModel
import org.payung.app.screen.PayForModel
import org.payung.app.screen.PayersModel
import org.payung.app.screen.PeopleModel
import org.payung.app.screen.PlacesModel
import org.payung.app.screen.ProgrammesModel
import org.payung.app.screen.QuestionModel
import org.payung.app.screen.ReceiptsModel
import org.payung.app.screen.RecoverModel
import org.payung.app.screen.RecoveryCodeModel
import org.payung.app.screen.RecoveryModel
import org.payung.app.screen.ReferralModel
import org.payung.app.screen.RemindersModel
import org.payung.app.screen.RequestsModel
import org.payung.app.screen.SettingsModel
import org.payung.app.screen.SharedModel
import org.payung.app.screen.SharedPicture
import org.payung.app.screen.StatementModel
import org.payung.app.screen.StatusModel
import org.payung.core.ReminderView

/** Which model a route has. Models outlive the activity when the phone is turned, so nothing here knows one. */
internal class Models(
    private val app: PayungApp,
    private val shared: SharedPicture,
) {
    private val core get() = app.core

    private fun forgetAll() {
        app.forgetAll()
        // What was ready before still goes, and is reminded of.
        app.plan {}
    }

    private fun plan(registration: String): (List<ReminderView>) -> Unit = { Reminders.plan(app, registration, it) }

    // One line for each route, in braces: long and simple.
    @Suppress("CyclomaticComplexMethod")
    fun model(route: Route): Model<*> =
        when (route) {
            Route.Home -> {
                HomeModel(core) { forgetAll() }
            }

            Route.Calculator -> {
                CalculatorModel(core)
            }

            Route.People -> {
                PeopleModel(core)
            }

            Route.MyData -> {
                MyDataModel(core) { core.reopen { app.forgetAll() } }
            }

            Route.Settings -> {
                SettingsModel(core, app.preferences, { app.isLockable }) { News.seen(app) }
            }

            Route.Help, Route.Places, Route.Programmes -> {
                ofHelp(route)
            }

            Route.Referral -> {
                ReferralModel(core)
            }

            Route.Shared -> {
                SharedModel(core, shared)
            }

            Route.Recovery, Route.Recover, is Route.RecoveryCode -> {
                ofLostPhone(route)
            }

            is Route.Form -> {
                QuestionModel(core, route.draft, route.question, shared)
            }

            is Route.Status -> {
                StatusModel(core, route.registration)
            }

            is Route.Cover -> {
                CoverModel(core, route.registration, plan(route.registration))
            }

            is Route.Jar -> {
                JarModel(core, route.registration)
            }

            is Route.Bill -> {
                BillModel(core, route.id) { registration, reminders -> Reminders.plan(app, registration, reminders) }
            }

            is Route.Channel -> {
                BillModel(core, route.bill, route.channel) { registration, reminders -> Reminders.plan(app, registration, reminders) }
            }

            is Route.Receipts -> {
                ReceiptsModel(core, route.registration)
            }

            is Route.Statement -> {
                StatementModel(core, route.registration)
            }

            is Route.MemberCard -> {
                MemberCardModel(core, route.registration)
            }

            is Route.Paper -> {
                PaperModel(core, route.registration, route.year) { ShareProvider.folder(app) }
            }

            is Route.Requests -> {
                RequestsModel(core, route.registration)
            }

            is Route.Reminders -> {
                RemindersModel(core, route.registration, { News.seen(app) }, plan(route.registration))
            }

            is Route.Payers -> {
                PayersModel(core, route.registration)
            }

            is Route.PayFor -> {
                PayForModel(core, route.registration)
            }

            is Route.Incident -> {
                IncidentModel(core, route.id, route.registration)
            }

            is Route.Pages -> {
                PagesModel(core, route)
            }
        }

    private fun ofHelp(route: Route): Model<*> =
        when (route) {
            Route.Places -> PlacesModel(core)
            Route.Programmes -> ProgrammesModel(core)
            else -> HelpModel(core)
        }

    private fun ofLostPhone(route: Route): Model<*> =
        when (route) {
            is Route.RecoveryCode -> RecoveryCodeModel(core, route.registration)
            Route.Recover -> RecoverModel(core)
            else -> RecoveryModel(core)
        }
}

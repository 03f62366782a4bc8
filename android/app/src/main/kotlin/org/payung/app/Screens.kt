package org.payung.app

import android.graphics.Bitmap
import org.payung.app.screen.BillModel
import org.payung.app.screen.BillScreen
import org.payung.app.screen.CalculatorModel
import org.payung.app.screen.CalculatorScreen
import org.payung.app.screen.ChannelScreen
import org.payung.app.screen.CoverModel
import org.payung.app.screen.CoverScreen
import org.payung.app.screen.HelpModel
import org.payung.app.screen.HelpScreen
import org.payung.app.screen.HomeModel
import org.payung.app.screen.HomeScreen
import org.payung.app.screen.Host
import org.payung.app.screen.IncidentModel
import org.payung.app.screen.IncidentScreen
import org.payung.app.screen.JarModel
import org.payung.app.screen.JarScreen
import org.payung.app.screen.MemberCardModel
import org.payung.app.screen.MemberCardScreen
import org.payung.app.screen.Model
import org.payung.app.screen.MyDataModel
import org.payung.app.screen.MyDataScreen
import org.payung.app.screen.PagesModel
import org.payung.app.screen.PagesScreen
import org.payung.app.screen.PaperModel
import org.payung.app.screen.PaperScreen
import org.payung.app.screen.PayForModel
import org.payung.app.screen.PayForScreen
import org.payung.app.screen.PayersModel
import org.payung.app.screen.PayersScreen
import org.payung.app.screen.PeopleModel
import org.payung.app.screen.PeopleScreen
import org.payung.app.screen.PlacesModel
import org.payung.app.screen.PlacesScreen
import org.payung.app.screen.ProgrammesModel
import org.payung.app.screen.ProgrammesScreen
import org.payung.app.screen.QuestionModel
import org.payung.app.screen.QuestionScreen
import org.payung.app.screen.ReceiptsModel
import org.payung.app.screen.ReceiptsScreen
import org.payung.app.screen.RecoverModel
import org.payung.app.screen.RecoverScreen
import org.payung.app.screen.RecoveryCodeModel
import org.payung.app.screen.RecoveryCodeScreen
import org.payung.app.screen.RecoveryModel
import org.payung.app.screen.RecoveryScreen
import org.payung.app.screen.ReferralModel
import org.payung.app.screen.ReferralScreen
import org.payung.app.screen.RemindersModel
import org.payung.app.screen.RemindersScreen
import org.payung.app.screen.RequestsModel
import org.payung.app.screen.RequestsScreen
import org.payung.app.screen.Screen
import org.payung.app.screen.SettingsModel
import org.payung.app.screen.SettingsScreen
import org.payung.app.screen.SharedModel
import org.payung.app.screen.SharedScreen
import org.payung.app.screen.StatementModel
import org.payung.app.screen.StatementScreen
import org.payung.app.screen.StatusModel
import org.payung.app.screen.StatusScreen
import org.payung.core.DraftLine

/** Which screen a model has. */
internal class Screens(
    private val offer: (DraftLine, Bitmap?) -> Unit,
) {
    fun screen(
        host: Host,
        model: Model<*>,
    ): Screen<*> =
        when (model) {
            is HomeModel -> HomeScreen(host, model)
            is CalculatorModel -> CalculatorScreen(host, model)
            is PeopleModel -> PeopleScreen(host, model)
            is MyDataModel -> MyDataScreen(host, model)
            is SettingsModel -> SettingsScreen(host, model)
            is HelpModel -> HelpScreen(host, model)
            is ProgrammesModel -> ProgrammesScreen(host, model)
            is QuestionModel -> QuestionScreen(host, model)
            is StatusModel -> StatusScreen(host, model)
            is CoverModel -> CoverScreen(host, model)
            is JarModel -> JarScreen(host, model)
            is BillModel -> if (model.channel.isEmpty()) BillScreen(host, model) else ChannelScreen(host, model)
            is ReceiptsModel -> ReceiptsScreen(host, model)
            is StatementModel -> StatementScreen(host, model)
            is MemberCardModel -> MemberCardScreen(host, model)
            is PaperModel -> PaperScreen(host, model)
            is RequestsModel -> RequestsScreen(host, model)
            is RemindersModel -> RemindersScreen(host, model)
            is PayersModel -> PayersScreen(host, model)
            is PayForModel -> PayForScreen(host, model)
            is IncidentModel -> IncidentScreen(host, model)
            is PagesModel -> PagesScreen(host, model)
            is PlacesModel -> PlacesScreen(host, model)
            is SharedModel -> SharedScreen(host, model, offer)
            is RecoveryModel -> RecoveryScreen(host, model)
            is RecoveryCodeModel -> RecoveryCodeScreen(host, model)
            is RecoverModel -> RecoverScreen(host, model)
            is ReferralModel -> ReferralScreen(host, model)
            else -> error("a model without a screen")
        }
}

package org.payung.app

import android.Manifest
import android.app.Activity
import android.app.KeyguardManager
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.os.SystemClock
import android.provider.Settings
import android.view.View
import android.view.WindowManager
import android.window.OnBackInvokedDispatcher
import org.payung.app.core.Core
import org.payung.app.phone.Links
import org.payung.app.phone.News
import org.payung.app.phone.Pictures
import org.payung.app.phone.Preferences
import org.payung.app.phone.Reader
import org.payung.app.phone.Reminders
import org.payung.app.phone.SyncJob
import org.payung.app.screen.CalculatorModel
import org.payung.app.screen.CalculatorScreen
import org.payung.app.screen.Cover
import org.payung.app.screen.CoverModel
import org.payung.app.screen.CoverScreen
import org.payung.app.screen.HelpModel
import org.payung.app.screen.HelpScreen
import org.payung.app.screen.HomeModel
import org.payung.app.screen.HomeScreen
import org.payung.app.screen.Host
import org.payung.app.screen.IncidentModel
import org.payung.app.screen.IncidentScreen
import org.payung.app.screen.Model
import org.payung.app.screen.MyDataModel
import org.payung.app.screen.MyDataScreen
import org.payung.app.screen.PeopleModel
import org.payung.app.screen.PeopleScreen
import org.payung.app.screen.ProgrammesModel
import org.payung.app.screen.ProgrammesScreen
import org.payung.app.screen.QuestionModel
import org.payung.app.screen.QuestionScreen
import org.payung.app.screen.Screen
import org.payung.app.screen.SettingsModel
import org.payung.app.screen.SettingsScreen
import org.payung.app.screen.StatusModel
import org.payung.app.screen.StatusScreen
import org.payung.core.Change

/** The one activity: a stack of screens, and what they ask of the phone. */
class MainActivity :
    Activity(),
    Host {
    private class Entry(
        var route: Route,
        var model: Model<*>,
    )

    private val app get() = application as PayungApp
    private lateinit var stack: ArrayList<Entry>
    private var screen: Screen<*>? = null
    private val reader by lazy { Reader(this) }
    private val pictures by lazy { Pictures(this) }
    private val listener: (Change) -> Unit = { change -> stack.lastOrNull()?.model?.changed(change) }
    private var forgotten = false
    private var awaySince = NEVER
    private var covered = false

    /** The model in front. */
    internal val front: Model<*> get() = stack.last().model

    override val context: Context get() = this
    override val core: Core get() = app.core

    override fun attachBaseContext(base: Context) {
        super.attachBaseContext(PayungApp.localized(base, Preferences(base).language))
    }

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        @Suppress("UNCHECKED_CAST", "DEPRECATION")
        stack = lastNonConfigurationInstance as? ArrayList<Entry> ?: restored(saved) ?: fresh()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) window.setDecorFitsSystemWindows(false)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            onBackInvokedDispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT) { back() }
        }
        draw()
    }

    public override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        val route = Links.route(intent.data) ?: return
        if (route == Route.Home) goFromHome(route) else go(route)
    }

    override fun onStart() {
        super.onStart()
        app.visible = true
        core.listeners += listener
        if (forgotten) core.ask({ payung.unlock() }) {}
        forgotten = false
        if (app.preferences.lock && isLockable() && SystemClock.elapsedRealtime() - awaySince > AWAY_MILLIS) cover()
        stack.last().model.start()
        app.sync()
        app.plan {}
    }

    override fun onStop() {
        super.onStop()
        core.listeners -= listener
        reader.stop()
        stack.last().model.stop()
        if (isChangingConfigurations) return
        app.visible = false
        awaySince = SystemClock.elapsedRealtime()
        // What is ready still goes; answers cannot be read until somebody comes back.
        forgotten = true
        core.ask({ payung.lock() }) {}
    }

    override fun onDestroy() {
        super.onDestroy()
        screen?.let { it.model.drawn = null }
        reader.close()
    }

    override fun onPause() {
        super.onPause()
        stack.last().model.stop()
    }

    @Deprecated("As the framework says; what replaces it is not in the framework.")
    override fun onRetainNonConfigurationInstance(): Any = stack.also { keepRoute() }

    override fun onSaveInstanceState(out: Bundle) {
        super.onSaveInstanceState(out)
        keepRoute()
        out.putStringArrayList(ROUTES, ArrayList(stack.map { it.route.text() }))
        out.putStringArrayList(SAVED, stack.last().model.save())
    }

    @Deprecated("Before Android 13 this is how back arrives.")
    override fun onBackPressed() = back()

    public override fun onActivityResult(
        request: Int,
        result: Int,
        data: Intent?,
    ) {
        super.onActivityResult(request, result, data)
        val model = stack.last().model
        when (request) {
            CAMERA -> pictures.taken(result == RESULT_OK, model::pictured) { model.cannot(getString(R.string.photo_none)) }
            GALLERY -> pictures.picked(data?.data, result == RESULT_OK, model::pictured) { model.cannot(getString(R.string.photo_none)) }
            CONFIRM -> if (result == RESULT_OK) uncover()
        }
    }

    override fun onRequestPermissionsResult(
        request: Int,
        permissions: Array<String>,
        results: IntArray,
    ) = stack.last().model.start()

    override fun go(route: Route) {
        keepRoute()
        stack.last().model.stop()
        stack += Entry(route, modelOf(route))
        open()
    }

    override fun goFromHome(route: Route) {
        stack.last().model.stop()
        stack.clear()
        stack += Entry(Route.Home, modelOf(Route.Home))
        if (route != Route.Home) stack += Entry(route, modelOf(route))
        open()
    }

    override fun back() {
        if (covered) return finish()
        if (screen?.back() == true) return
        if (stack.size == 1) return finish()
        stack.last().model.stop()
        stack.removeAt(stack.lastIndex)
        open()
    }

    override fun secure(secure: Boolean) {
        val flag = WindowManager.LayoutParams.FLAG_SECURE
        if (secure) window.addFlags(flag) else window.clearFlags(flag)
    }

    override fun listen(sentences: List<String>) = reader.read(sentences, app.preferences.language) { toast(R.string.no_voice) }

    override fun photograph(question: String) {
        val model = stack.last().model
        pictures.photograph(CAMERA) { model.cannot(getString(R.string.no_camera)) }
    }

    override fun pickPhoto(question: String) {
        val pick = Intent(Intent.ACTION_GET_CONTENT).addCategory(Intent.CATEGORY_OPENABLE).setType("image/*")
        tryTo(R.string.no_gallery) { startActivityForResult(pick, GALLERY) }
    }

    override fun sync() {
        SyncJob.soon(this)
        app.sync(now = true) { stack.last().model.start() }
    }

    override fun share(text: String) {
        val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)
        tryTo(R.string.no_app) { startActivity(Intent.createChooser(send, null)) }
    }

    override fun dial(number: String) =
        tryTo(R.string.no_app) { startActivity(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null))) }

    override fun openStore() =
        tryTo(R.string.no_app) { startActivity(Intent(Intent.ACTION_VIEW, Uri.parse("market://details?id=$packageName"))) }

    override fun openStorageSettings() = tryTo(R.string.no_app) { startActivity(Intent(Settings.ACTION_INTERNAL_STORAGE_SETTINGS)) }

    override fun askForNotifications() {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU && !app.preferences.askedForNotifications) {
            app.preferences.askedForNotifications = true
            requestPermissions(arrayOf(Manifest.permission.POST_NOTIFICATIONS), NOTIFICATIONS)
            return
        }
        val settings =
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
                Intent(Settings.ACTION_APP_NOTIFICATION_SETTINGS).putExtra(Settings.EXTRA_APP_PACKAGE, packageName)
            } else {
                Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", packageName, null))
            }
        tryTo(R.string.no_app) { startActivity(settings) }
    }

    override fun settingsChanged() {
        stack.forEach { it.model = modelOf(it.route) }
        recreate()
    }

    private fun open() {
        draw()
        stack.last().model.start()
    }

    private fun draw() {
        reader.takeIf { screen != null }?.stop()
        screen?.let { it.model.drawn = null }
        val entry = stack.last()
        val next = screenOf(entry)
        screen = next
        if (!covered) show(next.view)
        next.attach()
    }

    private fun show(view: View) {
        setContentView(view)
        view.requestApplyInsets()
    }

    /** The question that is on screen is where it goes on. */
    private fun keepRoute() {
        screen?.let { stack.last().route = it.route }
    }

    private fun restored(saved: Bundle?): ArrayList<Entry>? {
        val routes = saved?.getStringArrayList(ROUTES)?.mapNotNull(Route::parse)?.ifEmpty { null } ?: return null
        val entries = ArrayList(routes.map { Entry(it, modelOf(it)) })
        saved.getStringArrayList(SAVED)?.let { entries.last().model.restore(it) }
        return entries
    }

    private fun fresh(): ArrayList<Entry> {
        pictures.sweep()
        val route = Links.route(intent?.data)
        val routes = listOfNotNull(Route.Home, route.takeIf { it != Route.Home })
        return ArrayList(routes.map { Entry(it, modelOf(it)) })
    }

    private fun modelOf(route: Route): Model<*> =
        when (route) {
            Route.Home -> HomeModel(core)
            Route.Calculator -> CalculatorModel(core)
            Route.People -> PeopleModel(core)
            Route.MyData -> MyDataModel(core) { app.core.reopen {} }
            Route.Settings -> SettingsModel(core, app.preferences, ::isLockable) { News.seen(this) }
            Route.Help -> HelpModel(core)
            Route.Programmes -> ProgrammesModel(core)
            is Route.Form -> QuestionModel(core, route.draft, route.question)
            is Route.Status -> StatusModel(core, route.registration)
            is Route.Cover -> CoverModel(core, route.registration) { Reminders.plan(app, route.registration, it) }
            is Route.Incident -> IncidentModel(core, route.id)
        }

    private fun screenOf(entry: Entry): Screen<*> =
        when (val model = entry.model) {
            is HomeModel -> HomeScreen(this, model)
            is CalculatorModel -> CalculatorScreen(this, model)
            is PeopleModel -> PeopleScreen(this, model)
            is MyDataModel -> MyDataScreen(this, model)
            is SettingsModel -> SettingsScreen(this, model)
            is HelpModel -> HelpScreen(this, model)
            is ProgrammesModel -> ProgrammesScreen(this, model)
            is QuestionModel -> QuestionScreen(this, model)
            is StatusModel -> StatusScreen(this, model)
            is CoverModel -> CoverScreen(this, model)
            is IncidentModel -> IncidentScreen(this, model)
            else -> error("a model without a screen")
        }

    private fun isLockable() = getSystemService(KeyguardManager::class.java).isDeviceSecure

    /** The app's own lock, where somebody asked for it: nothing is drawn before the phone knows who it is. */
    private fun cover() {
        covered = true
        show(Cover(this) { confirm() }.view)
        confirm()
    }

    @Suppress("DEPRECATION")
    private fun confirm() {
        val ask = getSystemService(KeyguardManager::class.java).createConfirmDeviceCredentialIntent(null, null)
        // The phone has no lock any more: there is nobody to ask.
        if (ask == null) uncover() else startActivityForResult(ask, CONFIRM)
    }

    private fun uncover() {
        covered = false
        awaySince = SystemClock.elapsedRealtime()
        draw()
    }

    private fun tryTo(
        otherwise: Int,
        start: () -> Unit,
    ) {
        try {
            start()
        } catch (_: ActivityNotFoundException) {
            toast(otherwise)
        } catch (_: SecurityException) {
            toast(otherwise)
        }
    }

    private fun toast(words: Int) =
        android.widget.Toast
            .makeText(this, words, android.widget.Toast.LENGTH_LONG)
            .show()

    private companion object {
        const val ROUTES = "routes"
        const val SAVED = "saved"
        const val CAMERA = 1
        const val GALLERY = 2
        const val CONFIRM = 3
        const val NOTIFICATIONS = 4
        const val AWAY_MILLIS = 30_000L
        const val NEVER = -AWAY_MILLIS * 2
    }
}

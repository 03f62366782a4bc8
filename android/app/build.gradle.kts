plugins {
    alias(libs.plugins.android.application)
}

// Where the generated API and the native libraries lie: `./payung bindings` and bindings/kotlin/build-natives.sh write there.
val built = file(providers.gradleProperty("payung.target").getOrElse("../../target"))

android {
    namespace = "org.payung.app"
    compileSdk = 36

    defaultConfig {
        applicationId = "org.payung.app"
        minSdk = 23
        targetSdk = 36
        versionCode = 1
        versionName = "0.2.0"
        androidResources.localeFilters += listOf("id", "en")
    }

    sourceSets {
        getByName("main") {
            kotlin.srcDir("../../bindings/kotlin/src/main/kotlin")
            kotlin.srcDir(built.resolve("bindings/kotlin"))
            jniLibs.srcDir(built.resolve("natives/lib"))
        }
        getByName("test") {
            kotlin.srcDir("../../bindings/kotlin/src/fixtures/kotlin")
        }
    }

    // A release is signed with what the environment names, and stays unsigned where it names nothing.
    val store = providers.environmentVariable("PAYUNG_KEYSTORE").orNull
    val release =
        store?.let {
            signingConfigs.create("release") {
                storeFile = file(it)
                storePassword = providers.environmentVariable("PAYUNG_KEYSTORE_PASSWORD").get()
                keyAlias = providers.environmentVariable("PAYUNG_KEY_ALIAS").getOrElse("payung")
                keyPassword = providers.environmentVariable("PAYUNG_KEY_PASSWORD").get()
            }
        }

    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(
                getDefaultProguardFile("proguard-android-optimize.txt"),
                // The API's sources are compiled with the app's, so its rules come with no library.
                "../../bindings/kotlin/src/main/resources/META-INF/proguard/payung-core.pro",
                "proguard-rules.pro",
            )
            signingConfig = release
        }
    }

    // One APK for each processor, and with -Ppayung.bundle one bundle for the store: Android's plugin makes no bundle of an app that is
    // split by processors.
    splits {
        abi {
            isEnable = !providers.gradleProperty("payung.bundle").isPresent
            reset()
            include("arm64-v8a", "armeabi-v7a", "x86_64")
            isUniversalApk = false
        }
    }

    // The language is chosen in the app, so a store leaves out none.
    bundle {
        language {
            enableSplit = false
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
        // JNA uses java.util.function, which Android 6 lacks.
        isCoreLibraryDesugaringEnabled = true
    }

    testOptions.unitTests.isIncludeAndroidResources = true
}

dependencies {
    implementation(libs.coroutines)
    implementation(variantOf(libs.jna) { artifactType("aar") })
    coreLibraryDesugaring(libs.desugar)
    testImplementation(libs.junit)
    testImplementation(libs.jna)
    testImplementation(libs.robolectric)
    testImplementation(libs.sqlite)
    testImplementation(libs.zxing)
    testImplementation(libs.pdfbox)
}

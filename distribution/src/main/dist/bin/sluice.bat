@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Starts a Sluice router on Windows: run, check, passwd, stat, manage, log, watch, version, help.
rem The options are those of bin/sluice; what needs a POSIX system (start, stop, status, --daemon, --user) is not here: use a service wrapper.
setlocal EnableExtensions
set "SLUICE_HOME=%~dp0.."
for %%I in ("%SLUICE_HOME%") do set "SLUICE_HOME=%%~fI"
set /p SLUICE_VERSION=<"%SLUICE_HOME%\lib\version.txt"
set "LAUNCHER=%SLUICE_HOME%\lib\io.sluice.launcher-%SLUICE_VERSION%.jar"

if "%~1"=="version" (
    echo %SLUICE_VERSION%
    exit /b 0
)
if "%~1"=="help" (
    type "%SLUICE_HOME%\lib\usage.txt"
    exit /b 0
)
for %%C in (start stop status) do if "%~1"=="%%C" (
    echo sluice: %%C is not available on Windows 1>&2
    exit /b 1
)

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
set "MAJOR="
for /f "tokens=3" %%V in ('""%JAVA%" -version 2^>^&1" ^| findstr /i " version "') do if not defined MAJOR set "MAJOR=%%~V"
if not defined MAJOR (
    echo sluice: There is no Java: install Java 17 or newer, or set JAVA_HOME 1>&2
    exit /b 1
)
for /f "delims=.-+" %%M in ("%MAJOR%") do set "MAJOR=%%M"
if %MAJOR% LSS 17 (
    echo sluice: Sluice needs Java 17 or newer, and %JAVA% is Java %MAJOR% 1>&2
    exit /b 1
)

rem Lines of jvm.options that begin with a digit are for some Java versions only; "24-:" is the only form used.
set "FLAGS="
for /f "usebackq eol=# delims=" %%F in ("%SLUICE_HOME%\etc\jvm.options") do call :flag "%%F"

set "MAIN=io.sluice.launcher.Main"
set "CLASS_PATH=%LAUNCHER%"
set "ARGUMENTS=%*"
if "%~1"=="run" call :shift_arguments %*
if "%~1"=="passwd" (
    call :shift_arguments %*
    set "MAIN=io.sluice.security.sasl.passwd.Main"
    call :passwd_class_path
)
if "%~1"=="check" (
    call :shift_arguments %*
    set "MAIN=io.sluice.config.Check"
    call :check_class_path
)
for %%C in (stat manage log watch) do if "%~1"=="%%C" (
    set "MAIN=io.sluice.cli.Main"
    set "CLASS_PATH=%SLUICE_HOME%\lib\io.sluice.cli-%SLUICE_VERSION%.jar"
    set "FLAGS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m"
    set "SLUICE_OPTS=%SLUICE_TOOL_OPTS%"
)
"%JAVA%" %FLAGS% %SLUICE_OPTS% -cp "%CLASS_PATH%" "-Dsluice.home=%SLUICE_HOME%" %MAIN% %ARGUMENTS%
exit /b %ERRORLEVEL%

:flag
set "FLAG=%~1"
if "%FLAG:~2,2%"=="-:" (
    if %MAJOR% LSS %FLAG:~0,2% exit /b 0
    set "FLAG=%FLAG:~4%"
)
set "FLAGS=%FLAGS% %FLAG%"
exit /b 0

:shift_arguments
for /f "tokens=1*" %%A in ("%ARGUMENTS%") do set "ARGUMENTS=%%B"
exit /b 0

:passwd_class_path
setlocal EnableDelayedExpansion
set "JARS=%LAUNCHER%"
for /f "usebackq tokens=2" %%J in (`findstr /c:"io.sluice.security." "%SLUICE_HOME%\system\start.list"`) do (
    set "JAR=%%J"
    set "JARS=!JARS!;%SLUICE_HOME%\system\!JAR:/=\!"
)
endlocal & set "CLASS_PATH=%JARS%"
exit /b 0

:check_class_path
setlocal EnableDelayedExpansion
set "JARS=%LAUNCHER%"
for /f "usebackq tokens=2" %%J in (`findstr /c:"io.sluice.config/" /c:"io.sluice.management.api/" "%SLUICE_HOME%\system\start.list"`) do (
    set "JAR=%%J"
    set "JARS=!JARS!;%SLUICE_HOME%\system\!JAR:/=\!"
)
endlocal & set "CLASS_PATH=%JARS%"
exit /b 0

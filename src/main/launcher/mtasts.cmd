@echo off
rem Starts mtasts with the Java of JAVA_HOME, or the one on the PATH.
setlocal
set "lib=%~dp0..\lib"
if exist "%~dp0lib\mtasts.jar" set "lib=%~dp0lib"
set "java="
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
if not defined java for %%J in (java.exe) do set "java=%%~$PATH:J"
if not defined java (
  echo mtasts: no Java found. Install a JDK 17 or later, or set JAVA_HOME. 1>&2
  exit /b 1
)
set "feature="
for %%J in ("%java%") do set "release=%%~dpJ..\release"
if exist "%release%" for /f "tokens=2 delims==" %%V in ('findstr /b "JAVA_VERSION=" "%release%"') do set "feature=%%~V"
if defined feature for /f "tokens=1 delims=." %%V in ("%feature%") do set "feature=%%V"
if defined feature if %feature% LSS 17 (
  echo mtasts: "%java%" is Java %feature%. Install a JDK 17 or later, or set JAVA_HOME to one. 1>&2
  exit /b 1
)
"%java%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Dhttp.maxConnections=16 %MTASTS_JAVA_OPTS% -cp "%lib%\*" dev.mtasts.Main %*
exit /b %ERRORLEVEL%

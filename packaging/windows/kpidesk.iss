; The installer for Windows, by Inno Setup 6: iscc /DVersion=0.1.0 packaging\windows\kpidesk.iss
; (packaging\build.py does so). UNTRIED: written without a Windows machine at hand.
; It installs for the person who starts it, and so asks for no administrator.

#ifndef Version
  #error Version is missing: iscc /DVersion=...
#endif
#define Root "..\.."

[Setup]
AppId={{7B0A6C64-3D0E-4C57-9E58-5B0D2C7C5E11}
AppName=KPI Desk
AppVersion={#Version}
AppPublisher=The KPI Desk developers
DefaultDirName={autopf}\KPI Desk
DefaultGroupName=KPI Desk
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputDir={#Root}\dist
OutputBaseFilename=kpidesk-{#Version}-windows-x64
SetupIconFile={#Root}\resources\system\windows\kpidesk.ico
UninstallDisplayIcon={app}\kpidesk.exe
UninstallDisplayName=KPI Desk
LicenseFile={#Root}\LICENSE
ChangesAssociations=yes
CloseApplications=yes
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ShowLanguageDialog=auto

[Languages]
Name: "nb"; MessagesFile: "compiler:Languages\Norwegian.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
nb.Shortcut=Lag en snarvei på skrivebordet
en.Shortcut=Make a shortcut on the desktop
nb.FileType=KPI Desk-fil
en.FileType=KPI Desk file
nb.InvitationType=Invitasjon til en KPI Desk-fil
en.InvitationType=Invitation to a KPI Desk file
nb.Start=Start KPI Desk
en.Start=Start KPI Desk

[Tasks]
Name: "desktop"; Description: "{cm:Shortcut}"; Flags: unchecked

[InstallDelete]
; What an older version had and this one has not. The owner's files never lie here.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Root}\dist\kpidesk\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "{#Root}\resources\system\windows\kpidesk-file.ico"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{autoprograms}\KPI Desk"; Filename: "{app}\kpidesk.exe"; AppUserModelID: "no.kpidesk.KpiDesk"
Name: "{autodesktop}\KPI Desk"; Filename: "{app}\kpidesk.exe"; Tasks: desktop; AppUserModelID: "no.kpidesk.KpiDesk"

[Registry]
Root: HKA; Subkey: "Software\Classes\.kpidesk"; ValueType: string; ValueData: "KPIDesk.File"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.kpidesk"; ValueType: string; ValueName: "Content Type"; ValueData: "application/x-kpidesk"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.kpidesk\OpenWithProgids"; ValueType: string; ValueName: "KPIDesk.File"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\KPIDesk.File"; ValueType: string; ValueData: "{cm:FileType}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\KPIDesk.File\DefaultIcon"; ValueType: string; ValueData: "{app}\kpidesk-file.ico"
Root: HKA; Subkey: "Software\Classes\KPIDesk.File\shell\open\command"; ValueType: string; ValueData: """{app}\kpidesk.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.kpidesk-invitation"; ValueType: string; ValueData: "KPIDesk.Invitation"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.kpidesk-invitation"; ValueType: string; ValueName: "Content Type"; ValueData: "application/x-kpidesk-invitation"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.kpidesk-invitation\OpenWithProgids"; ValueType: string; ValueName: "KPIDesk.Invitation"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\KPIDesk.Invitation"; ValueType: string; ValueData: "{cm:InvitationType}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\KPIDesk.Invitation\DefaultIcon"; ValueType: string; ValueData: "{app}\kpidesk-file.ico"
Root: HKA; Subkey: "Software\Classes\KPIDesk.Invitation\shell\open\command"; ValueType: string; ValueData: """{app}\kpidesk.exe"" ""%1"""
Root: HKA; Subkey: "Software\Microsoft\Windows\CurrentVersion\App Paths\kpidesk.exe"; ValueType: string; ValueData: "{app}\kpidesk.exe"; Flags: uninsdeletekey

[Run]
Filename: "{app}\kpidesk.exe"; Description: "{cm:Start}"; Flags: nowait postinstall skipifsilent

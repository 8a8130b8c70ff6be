/**
 * What PowerShell runs: it reads a batch as JSON, sees to it that the source is registered, and writes the events. It
 * says which could not be written, a line each; if none can, it says why on stderr and ends with 3.
 *
 * The text is always the same: what is logged comes as data, on stdin.
 */
const SCRIPT = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
try {
  $batch = [Console]::In.ReadToEnd() | ConvertFrom-Json
  $known = $false
  # Without an administrator's rights, not all logs can be looked into.
  try { $known = [Diagnostics.EventLog]::SourceExists($batch.source) } catch [Security.SecurityException] { }
  if (-not $known) {
    $data = New-Object Diagnostics.EventSourceCreationData $batch.source, $batch.log
    if ($batch.dll) {
      $data.MessageResourceFile = $batch.dll
      $data.CategoryResourceFile = $batch.dll
    }
    [Diagnostics.EventLog]::CreateEventSource($data)
  }
  $log = New-Object Diagnostics.EventLog
  $log.Source = $batch.source
} catch {
  [Console]::Error.WriteLine($_.Exception.GetBaseException().Message)
  exit 3
}
$place = 0
foreach ($entry in $batch.events) {
  try {
    $instance = New-Object Diagnostics.EventInstance $entry.id, $entry.category, $entry.type
    $log.WriteEvent($instance, [object[]] @($entry.text))
  } catch {
    [Console]::Out.WriteLine("$place $($_.Exception.GetBaseException().Message -replace '\\s+', ' ')")
  }
  $place++
}
`;

/** PowerShell takes a script as UTF-16 in base 64, so that no quote in it means anything to anybody on the way. */
export const POWERSHELL_ARGUMENTS: readonly string[] = /* @__PURE__ */ [
  '-NoLogo',
  '-NoProfile',
  '-NonInteractive',
  '-OutputFormat',
  'Text',
  '-EncodedCommand',
  /* @__PURE__ */ Buffer.from(SCRIPT, 'utf16le').toString('base64'),
];

/** JSON of ASCII alone: what code page PowerShell reads by is different on each machine. */
export function asciiJSON(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

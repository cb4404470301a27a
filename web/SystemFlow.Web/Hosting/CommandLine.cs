namespace SystemFlow.Web.Hosting;

/// <summary>The short spellings of settings that a person types.</summary>
internal static class CommandLine
{
    /// <summary>The same arguments, spelt as settings.</summary>
    public static string[] AsSettings(string[] args) => [.. args.Select(arg => arg switch
    {
        "--no-simulator" => "--Simulator:Enabled=false",
        "--replay" => "--Replay:File",
        "--speed" => "--Replay:Speed",
        "--place" => "--Replay:Place",
        _ when arg.StartsWith("--replay=", StringComparison.Ordinal) => "--Replay:File=" + arg["--replay=".Length..],
        _ when arg.StartsWith("--speed=", StringComparison.Ordinal) => "--Replay:Speed=" + arg["--speed=".Length..],
        _ when arg.StartsWith("--place=", StringComparison.Ordinal) => "--Replay:Place=" + arg["--place=".Length..],
        _ => arg,
    })];
}

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SystemFlow.Web.Tests.Deploy;

/// <summary>The units for hosts without containers.</summary>
public sealed partial class SystemdTests
{
    private const string Analyze = "/usr/bin/systemd-analyze";

    private static readonly string Unit = DeployFiles.Read("systemd/systemflow.service");

    [Theory]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("ProtectHome", "yes")]
    [InlineData("DynamicUser", "yes")]
    [InlineData("StateDirectory", "systemflow")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("CapabilityBoundingSet", "")]
    [InlineData("Restart", "always")]
    [InlineData("KillSignal", "SIGTERM")]
    [InlineData("TimeoutStopSec", "45")]
    public void Node_IsHeldAndDrained(string name, string value) => Assert.Contains($"\n{name}={value}\n", Unit, StringComparison.Ordinal);

    [Fact]
    public void Settings_AreThoseOfTheProgram()
    {
        var given = DeployFiles.Environment("systemd/node.env").Select(one => one.Name)
            .Concat(Credential().Matches(Unit).Select(line => line.Groups[1].Value))
            .Concat(["Data__Directory", "Secrets__Directory"]).ToList();

        Assert.Equal([], given.Where(name => !SettingNames.Has(name)));
        Assert.Equal(
            DeployFiles.Nodes.First().Service.List("secrets").Order(StringComparer.Ordinal),
            Credential().Matches(Unit).Select(line => line.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.Contains("Environment=Data__Directory=%S/systemflow Secrets__Directory=%d\n", Unit, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_AreInNoFileOfTheEnvironment() => Assert.All(
        DeployFiles.Environment("systemd/node.env").Concat(DeployFiles.Environment("systemd/backup.env")).Concat(DeployFiles.Environment("node.env.example")),
        one => Assert.DoesNotMatch("(?i)password|token|secret|connectionstring", one.Name));

    [Fact]
    public async Task Node_IsExposedToLittle()
    {
        Assert.SkipUnless(File.Exists(Analyze), $"There is no {Analyze} (Debian's systemd) to look at units with.");
        using var process = Process.Start(new ProcessStartInfo(Analyze, ["security", "--offline=true", "--threshold=20", "--no-pager", Path.Combine(DeployFiles.Folder, "systemd", "systemflow.service")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, said); // 2.0 of 10 at most, where 10 is exposed to everything.
    }

    [GeneratedRegex(@"^LoadCredential=(\w+):/etc/systemflow/secrets/\1$", RegexOptions.Multiline)]
    private static partial Regex Credential();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace SystemFlow.Web.Tests.Deploy;

/// <summary>docker-compose.yml is held to what it promises; the settings that it gives are settings of the program.</summary>
public sealed partial class ComposeTests
{
    private static readonly string[] Running = ["node1", "node2", "node3", "nginx", "postgres", "influxdb", "mail"];

    public static IEnumerable<TheoryDataRow<string>> Names => DeployFiles.Services.Select(service => new TheoryDataRow<string>(service.Name));

    [Fact]
    public void Cluster_IsThreeNodes_AndWhatTheyNeed() =>
        Assert.Equal(Running.Order(StringComparer.Ordinal), DeployFiles.Services.Select(service => service.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Service_IsNobodysRoot_WritesWhereItMustAlone_IsBoundedAndLookedAt(string name)
    {
        var service = DeployFiles.Services.First(one => one.Name == name).Service;

        Assert.Matches(@"^[1-9]\d*:[1-9]\d*$", service.Text("user"));
        Assert.Equal("true", service.Text("read_only"));
        Assert.Equal(["ALL"], service.List("cap_drop"));
        Assert.False(service.Has("cap_add") || service.Has("privileged"));
        Assert.Contains("no-new-privileges:true", service.List("security_opt"));
        Assert.Matches(@"^\d+[mg]$", service.Text("mem_limit"));
        Assert.True(double.Parse(service.Text("cpus"), CultureInfo.InvariantCulture) > 0);
        Assert.True(int.Parse(service.Text("pids_limit"), CultureInfo.InvariantCulture) > 0);
        Assert.Equal("unless-stopped", service.Text("restart"));
        Assert.Equal("CMD", service.Under("healthcheck").List("test")[0]);
        Assert.True(service.Under("healthcheck").Has("interval") && service.Under("healthcheck").Has("timeout"));
        Assert.True(service.Has("build") || PinnedImage().IsMatch(service.Text("image")), $"{service.Text("image")} may be another one tomorrow.");
    }

    [Fact]
    public void Ports_AreNginxsAlone_ButForThisMachineItself()
    {
        var published = DeployFiles.Services.SelectMany(service => service.Service.List("ports").Select(port => (service.Name, Port: port)));

        Assert.Equal(
            [("nginx", "80:80"), ("nginx", "443:443")],
            published.Where(one => !one.Port.StartsWith("127.0.0.1:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Databases_AreReachedFromInsideAlone()
    {
        Assert.Equal("true", DeployFiles.Parsed.Under("networks").Under("inside").Text("internal"));
        foreach (var name in (string[])["postgres", "influxdb"])
        {
            Assert.Equal(["inside"], DeployFiles.Services.First(one => one.Name == name).Service.List("networks"));
        }
    }

    [Fact]
    public void Settings_OfTheNodes_AreThoseOfTheProgram()
    {
        var given = DeployFiles.Nodes.SelectMany(node => node.Service.Under("environment").All.Select(one => one.Key).Concat(node.Service.List("secrets")))
            .Concat(DeployFiles.Environment("node.env.example").Select(one => one.Name)).Distinct().ToList();

        Assert.Equal([], given.Where(name => !SettingNames.Has(name)));
        Assert.Contains("Operations__ConnectionString", given);
        Assert.Contains("Audit__Key", given);
        Assert.Contains("Notices__WebhookSecret", given);
    }

    [Fact]
    public void Nodes_DifferByNameAddressAndVolumeAlone_AndTrustNginx()
    {
        var nginx = DeployFiles.Services.First(service => service.Name == "nginx").Service;
        Assert.Equal(3, DeployFiles.Nodes.Count());
        foreach (var (name, node) in DeployFiles.Nodes)
        {
            var address = node.Under("networks").Under("inside").Text("ipv4_address");
            var settings = node.Under("environment");

            Assert.Equal(address, settings.Text("Cluster__Address"));
            Assert.Equal($"http://127.0.0.1:5080;http://{address}:5080", settings.Text("ASPNETCORE_URLS"));
            Assert.Contains($"{name}:{address}", nginx.List("extra_hosts"));
            Assert.Equal([$"{name}:{settings.Text("Data__Directory")}"], node.List("volumes"));
            Assert.Equal(nginx.Under("networks").Under("inside").Text("ipv4_address"), settings.Text("Proxy__Trusted"));
            Assert.Equal("Influx", settings.Text("Series__Kind"));
            Assert.Equal(["CMD", "dotnet", "SystemFlow.Web.dll", "--check-ready"], node.Under("healthcheck").List("test"));
            Assert.Equal("SIGTERM", node.Text("stop_signal"));
        }

        Assert.Single(DeployFiles.Nodes.Select(node => string.Join(',', node.Service.Under("environment").All
            .Where(one => one.Key is not ("Cluster__Address" or "ASPNETCORE_URLS")).OrderBy(one => one.Key, StringComparer.Ordinal))).Distinct());
    }

    [Fact]
    public void Secrets_AreFilesThatAreNotInTheRepository_AndNothingStartsWithoutThem()
    {
        var secrets = DeployFiles.Parsed.Under("secrets");
        var used = DeployFiles.Services.SelectMany(service => service.Service.List("secrets")).ToHashSet();

        Assert.Equal(used.Order(StringComparer.Ordinal), secrets.All.Select(one => one.Key).Order(StringComparer.Ordinal));
        Assert.All(secrets.All, secret => Assert.StartsWith("web/deploy/secrets/", secrets.Under(secret.Key).Text("file"), StringComparison.Ordinal));
        Assert.DoesNotMatch(PasswordInClear(), DeployFiles.Compose);
        Assert.Contains("${SYSTEMFLOW_HOST:?", DeployFiles.Compose, StringComparison.Ordinal);
        Assert.Contains("/web/deploy/secrets/", File.ReadAllText(Path.Combine(Documents.Source.Root, ".gitignore")), StringComparison.Ordinal);
    }

    [Fact]
    public void Image_RunsAsNobodysRoot_OnItsOwnRuntime_AndIsAskedWhetherItIsReady()
    {
        var dockerfile = DeployFiles.Read("Dockerfile");
        var user = DeployFiles.Nodes.First().Service.Text("user");

        Assert.Contains($"\nUSER {user}\n", dockerfile, StringComparison.Ordinal);
        Assert.Contains("--check-ready", dockerfile, StringComparison.Ordinal);
        Assert.Contains("-p:GrainRuntime=Orleans", dockerfile, StringComparison.Ordinal);
        Assert.Contains("--self-contained false", dockerfile, StringComparison.Ordinal);
        Assert.All(ArgumentImage().Matches(dockerfile), image => Assert.Matches(@":\d", image.Groups[1].Value));
        Assert.Contains("!src", DeployFiles.Read("Dockerfile.dockerignore"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^[\w./-]+:v?\d+\.\d+(\.\d+)?(-[\w.]+)?$")]
    private static partial Regex PinnedImage();

    [GeneratedRegex(@"^ARG \w+=(\S+)$", RegexOptions.Multiline)]
    private static partial Regex ArgumentImage();

    // A password, token or key with a value that is no file and comes from nowhere else.
    [GeneratedRegex(@"(?im)^[ \t]*-?[ \t]*\w*(password|token|secret|key)\w*[ \t]*[:=][ \t]*(?!.*(/run/secrets/|web/deploy/secrets/))[""']?[\w!-]+")]
    private static partial Regex PasswordInClear();
}

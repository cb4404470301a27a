using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Tests.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--no-simulator", "--Simulator:Enabled=false")]
    [InlineData("--replay winter.csv --speed 60", "--Replay:File winter.csv --Replay:Speed 60")]
    [InlineData("--replay=winter.csv --speed=60", "--Replay:File=winter.csv --Replay:Speed=60")]
    [InlineData("--replay a.csv --place RWH01", "--Replay:File a.csv --Replay:Place RWH01")]
    [InlineData("--place=RWH01", "--Replay:Place=RWH01")]
    [InlineData("--urls http://localhost:5090 --Data:Directory=/srv/flow", "--urls http://localhost:5090 --Data:Directory=/srv/flow")]
    [InlineData("", "")]
    public void Arguments_InTheirShortSpelling_AreSettings(string typed, string settings)
    {
        var args = typed.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(settings, string.Join(' ', CommandLine.AsSettings(args)));
    }
}

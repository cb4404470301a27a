using SystemFlow.Web.Tests.SignIn;

namespace SystemFlow.Web.Tests.Components;

public sealed class AccessibilityPageTests(FlowApp app) : IClassFixture<FlowApp>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/metrics")]
    [InlineData("/sign-in")]
    public async Task Statement_IsOneStepAway_AndSaysWhomToTell(string from)
    {
        using var visitor = new Visitor(app);

        var page = await visitor.OpenAsync(from);
        var statement = await visitor.OpenAsync("/accessibility");

        Assert.Contains("""<a href="/accessibility">Accessibility statement</a>""", page.Text, StringComparison.Ordinal);
        Assert.Equal(200, statement.Status);
        Assert.Contains("Tell the organisation that runs this service", statement.Text, StringComparison.Ordinal);
        Assert.Contains("Nobody else has audited it", statement.Text, StringComparison.Ordinal);
    }
}

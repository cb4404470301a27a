using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Live;
using SystemFlow.Web.Tests.SignIn;

namespace SystemFlow.Web.Tests.Access;

/// <summary>
/// Every way in, and who comes through it: every page, every endpoint and every method of the hub, for every role over a trust and over
/// the whole system. A way in that is not written down here fails.
/// </summary>
public sealed class DoorsTests : IDisposable
{
    // It shows nothing of what is kept, or looks at a key, a link, a session or a form's token by itself.
    private const string Everybody = "everybody";

    // Over the whole system, and over one trust.
    private static readonly bool[] Scopes = [true, false];

    // Its key writes for a hospital of the trust that the roles are over.
    private const string Feed = "lister";

    private static readonly Dictionary<string, string[]> Doors = new()
    {
        [Everybody] =
        [
            "/sign-in", "/sign-in/code", "/sign-in/provider", "/sign-in/provider/leave", "/sign-in/provider/leaving", "/sign-in/provider/problem", "/sign-out",
            "/account", "/account/password", "/account/second-factor", "/reset/{Token}", "/join", "/wall/open", "/wall/closed",
            "/acknowledge/{token}", "/accessibility", "/error", "/not-found", "/not-allowed", "/healthz", "/readyz", "/ping",
            "/write", "/api/v2/write", "/query", "/api/v1/observations", "/api/v1/sitrep POST", "/api/v1/published", "/api/v1/have",
            "/api/v1/fhir/MeasureReport", "/api/v1/adt",
        ],
        ["Look"] =
        [
            "/", "/flow", "/dtoc", "/trends", "/map", "/places/{Code}", "/metrics", "/search", "/feeds", "/feeds/{Feed}", "/feeds/kit", "/feeds/check",
            "/entry", "/entry/{Code}", "/alerts", "/alerts/load", "/my", "/calls", "/calls/{Id}", "/actions", "/actions/new", "/actions/{number:int}",
            "/handover", "/handover/{Number:int}", "/dashboard", "/dashboard/{Id}", "/packs", "/packs/{Id}", "/sitrep", "/sitrep/{Date}",
            "/rules", "/rules/actions", "/rules/alerts", "/rules/pressure", "/rules/backtest", "/rota",
            "/api/v1/places", "/api/v1/places/{code}", "/api/v1/system", "/api/v1/metrics-dictionary", "/api/v1/series", "/api/v1/amendments",
            "/api/v1/trends.csv", "/api/v1/levels/", "/api/v1/alerts", "/api/v1/actions", "/api/v1/calls/", "/api/v1/calls/{id}", "/api/v1/feeds",
            "/api/v1/feeds/{feed}", "/api/v1/templates/{file}", "/api/v1/sitrep", "/api/v1/journal.csv", "/api/v1/dashboard/{id}.csv",
            "/api/v1/dashboard/{id}.pdf", "/api/v1/packs/{id}.csv", "/api/v1/packs/{id}.pdf", "/openapi/{documentName}.json", "/hubs/flow", "/hubs/flow/negotiate",
        ],
        ["WatchWall"] = ["/wall", "/_blazor", "/_blazor/negotiate", "/_blazor/disconnect/", "/_blazor/initializers/"],
        ["CorrectRows"] = ["/feeds/{feed}/refused.csv"],
        ["ManageKeys"] = ["/keys"],
        ["ManagePeople"] = ["/people", "/people/{Id}", "/people/invite", "/api/v1/people.csv"],
        ["ManageWalls"] = ["/walls"],
        ["ReadAudit"] = ["/audit", "/api/v1/audit.csv"],
    };

    private readonly FlowApp _app = new() { Settings = new() { ["Access:Anonymous"] = "none", ["Limits:RequestsPerMinute"] = "100000" } };

    public void Dispose() => _app.Dispose();

    [Fact]
    public void Grid_HasEveryAct() => Assert.Equal(Enum.GetValues<Act>(), AccessGrid.Acts);

    [Fact]
    public void Table_SaysOfEveryRoleOwnAndOtherPlace_WhatTheGridSays()
    {
        var (own, other) = (PlaceCode.Parse("RWH01"), PlaceCode.Parse("RWG02"));
        var footprint = Footprint.HertfordshireWestEssex;
        foreach (var (role, isWhole, act) in Cases())
        {
            Grant[] grants = [new(role, isWhole ? footprint.Root.Code : PlaceCode.Parse("RWH"))];

            Assert.Equal((act, role, isWhole, AccessGrid.May(role, isWhole, act, isOwn: true)), (act, role, isWhole, AccessRules.May([.. grants], act, own, footprint)));
            Assert.Equal((act, role, isWhole, AccessGrid.May(role, isWhole, act, isOwn: false)), (act, role, isWhole, AccessRules.May([.. grants], act, other, footprint)));
            Assert.Equal((act, role, isWhole, AccessGrid.MayEnter(role, isWhole, act)), (act, role, isWhole, AccessRules.MaySomewhere([.. grants], act, footprint)));
        }
    }

    [Fact]
    public void EveryWayIn_NeedsWhatIsWrittenDownHere()
    {
        var expected = Doors.SelectMany(door => door.Value.Select(path => $"{path}: {door.Key}")).Order(StringComparer.Ordinal);

        var found = Endpoints().Select(endpoint => $"{NameOf(endpoint)}: {NeedOf(endpoint)}").Distinct().Order(StringComparer.Ordinal);

        Assert.Equal([], expected.Except(found).Select(door => $"not there: {door}").Concat(found.Except(expected).Select(door => $"not written down: {door}")));
    }

    [Fact]
    public void EveryPage_SaysByItself_WhoMaySeeIt()
    {
        var pages = typeof(Program).Assembly.GetTypes().Where(type => type.GetCustomAttributes<RouteAttribute>().Any());

        Assert.All(pages, page => Assert.Single(page.GetCustomAttributes(inherit: true), said => said is IAuthorizeData or IAllowAnonymous));
    }

    [Fact]
    public void Hub_HasOneMethod()
    {
        var methods = typeof(FlowHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => !method.IsVirtual);

        Assert.Equal(["Watch"], methods.Select(method => method.Name));
    }

    [Fact]
    public async Task Nobody_InASystemThatIsNotOpen_ComesThroughNoDoorButEverybodys()
    {
        using var visitor = new Visitor(_app);
        foreach (var (path, _) in Asked())
        {
            var page = await visitor.OpenAsync(path);

            Assert.Equal((path, 302), (path, page.Status));
            Assert.StartsWith("/sign-in?returnUrl=", page.Location, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(People))]
    public async Task Person_ComesThroughTheDoorsOfTheirRole_AndNoOther(string grant)
    {
        Assert.True(Grant.TryParse(grant, out var held));
        var name = $"Jo {held.Role} {held.Scope}";
        await _app.AccountAsync(name, "somebody", [held]);
        _app.Services.GetRequiredService<FeedKeys>().Issue(Feed, new KeyScope([PlaceCode.Parse("RWH01")]), "A test");
        using var visitor = new Visitor(_app);
        await visitor.SignInAsync(name: name);
        foreach (var (path, act) in Asked())
        {
            var page = await visitor.OpenAsync(path);

            var isIn = page.Location != "/not-allowed" && page.Status != 403;
            Assert.Equal((path, AccessGrid.MayEnter(held.Role, held.Scope == Footprint.HertfordshireWestEssex.Root.Code, act)), (path, isIn));
        }
    }

    public static IEnumerable<TheoryDataRow<string>> People() =>
        from role in Enum.GetValues<Role>()
        from isWhole in Scopes
        select new TheoryDataRow<string>($"{role} {(isWhole ? "hwe" : "RWH")}");

    private static IEnumerable<(Role Role, bool IsWhole, Act Act)> Cases() =>
        from role in Enum.GetValues<Role>()
        from isWhole in Scopes
        from act in Enum.GetValues<Act>()
        select (role, isWhole, act);

    // What a browser can ask for, with something in the address where it wants something.
    private static IEnumerable<(string Path, Act Act)> Asked() =>
        from door in Doors
        where door.Key != Everybody
        from path in door.Value
        where !path.StartsWith("/_blazor", StringComparison.Ordinal) && !path.StartsWith("/hubs", StringComparison.Ordinal)
        select (path.Replace("{Code}", "RWH01").Replace("{code}", "RWH01").Replace("{Date}", "2026-11-27").Replace("{documentName}", "v1")
            .Replace("{number:int}", "1").Replace("{Number:int}", "1").Replace("{feed}", Feed).Replace("{Feed}", Feed)
            .Replace("{file}", "RWH01.csv").Replace("{id}", "2026-11-27").Replace("{Id}", "2026-11-27T1100"), Enum.Parse<Act>(door.Key));

    private IEnumerable<RouteEndpoint> Endpoints()
    {
        using var client = _app.CreateClient();
        return [.. _app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(endpoint => !IsFile(endpoint))];
    }

    // Style sheets, scripts and pictures; and the framework's answer to a file that is not there, which says no more than that.
    private static bool IsFile(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || endpoint.RoutePattern.RawText is "{**path:file}"
        || endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("_framework/", StringComparison.Ordinal);

    // The same address takes a situation report by POST and gives one by GET.
    private static string NameOf(RouteEndpoint endpoint)
    {
        var path = $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}";
        return path == "/api/v1/sitrep" && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["POST"] ? $"{path} POST" : path;
    }

    private static string NeedOf(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.Any(said => said is IAllowAnonymous)) return Everybody;
        var needs = endpoint.Metadata.OfType<IAuthorizeData>().Select(said => said.Policy).Distinct().ToList();
        if (needs.Count > 1) needs.Remove(nameof(Act.Look));
        return string.Join('+', needs);
    }
}

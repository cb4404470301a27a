#pragma warning disable BL0006 // A renderer of one's own is what is needed here, and frames are how it says what is on the page.
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Components.Charts;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Tests.Components;

/// <summary>What the browser is told to draw, and when: the picture is that of the view which is shown, in one chart, which ends with the page.</summary>
public sealed class ChartsInTheBrowserTests : IAsyncDisposable
{
    private readonly Browser _browser = new();
    private readonly ServiceProvider _services;
    private readonly Page _page;

    public ChartsInTheBrowserTests()
    {
        _services = new ServiceCollection().AddSingleton<IJSRuntime>(_browser).AddSingleton<NavigationManager>(new Screen.Address()).BuildServiceProvider();
        _page = new Page(_services);
    }

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task TrendChart_AViewThatComesWhileAnotherIsDrawn_IsDrawnAfterIt()
    {
        await ShowAsync(ViewOf(1));
        _browser.Hold("update");
        await ShowAsync(ViewOf(2));
        await ShowAsync(ViewOf(3));
        await ShowAsync(ViewOf(4));

        _browser.LetGo();
        await _page.DrawnAsync();

        Assert.Equal(["create 1", "update 2", "update 4"], _browser.Drawn);
    }

    [Fact]
    public async Task TrendChart_AViewWithoutValues_HidesThePictureAndKeepsIt()
    {
        await ShowAsync(ViewOf(1));
        await ShowAsync(ViewOf(null));
        var hidden = _page.IsHidden("flow-trendchart__drawing");
        await ShowAsync(ViewOf(2));
        await _page.DrawnAsync();

        Assert.Equal((true, false), (hidden, _page.IsHidden("flow-trendchart__drawing")));
        Assert.Equal(["create 1", "update 2"], _browser.Drawn);
    }

    [Fact]
    public async Task TrendChart_ThePageIsLeftWhileItIsMade_IsTakenAwayAgain()
    {
        _browser.Hold("create");
        await ShowAsync(ViewOf(1));
        await _page.LeaveAsync();

        _browser.LetGo();
        await _page.DrawnAsync();

        Assert.Equal(["create 1", "destroy"], _browser.Drawn);
    }

    [Fact]
    public async Task FlowChart_ALineThatComesWhileAnotherIsDrawn_IsDrawnAfterIt_AndEndsWithThePage()
    {
        _browser.Hold("create");
        await _page.ShowAsync<FlowChart>(("Trend", LineOf(1)));
        await _page.ShowAsync<FlowChart>(("Trend", LineOf(2)));
        _browser.LetGo();
        await _page.DrawnAsync();
        await _page.ShowAsync<FlowChart>(("Trend", LineOf(null)));
        var hidden = _page.IsHidden("flow-chart__drawing");
        await _page.ShowAsync<FlowChart>(("Trend", LineOf(3)));
        await _page.LeaveAsync();

        Assert.True(hidden);
        Assert.Equal(["create 1", "update 2", "update 3", "destroy"], _browser.Drawn);
    }

    private Task ShowAsync(TrendView view) => _page.ShowAsync<TrendChart>(("View", view), ("Csv", "/trends.csv"));

    private static TrendView ViewOf(double? value)
    {
        var question = TrendQuestion.Read("RWH01", "ed.in-department", "24h", "none", "line", Footprint.HertfordshireWestEssex, MetricDictionary.Standard)!;
        return new TrendView(question, A.Monday9am, [new TrendRow(A.Monday9am, value, null, null, null, null)], null);
    }

    private static Trend LineOf(double? value) => new(MetricDictionary.Standard[A.BedsOccupied], TrendRange.Day, A.Monday9am, [value]);

    /// <summary>Renders as a browser's page does: what is to be done after a rendering is done.</summary>
    private sealed class Page(IServiceProvider services) : Renderer(services, NullLoggerFactory.Instance)
    {
        private int? _shown;

        public override Dispatcher Dispatcher { get; } = Dispatcher.CreateDefault();

        /// <summary>Shows a component, or gives the one that is shown other parameters.</summary>
        public Task ShowAsync<T>(params (string Name, object Value)[] parameters) where T : IComponent => Dispatcher.InvokeAsync(() =>
        {
            _shown ??= AssignRootComponentId(InstantiateComponent(typeof(T)));
            _ = RenderRootComponentAsync(_shown.Value, ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => (object?)p.Value)));
        });

        public Task LeaveAsync() => Dispatcher.InvokeAsync(() => RemoveRootComponent(_shown!.Value));

        /// <summary>Comes after whatever was let go before it.</summary>
        public Task DrawnAsync() => Dispatcher.InvokeAsync(() => { });

        public bool IsHidden(string className)
        {
            var frames = GetCurrentRenderTreeFrames(_shown!.Value);
            var element = Array.FindIndex(frames.Array, 0, frames.Count, frame =>
                frame.FrameType is RenderTreeFrameType.Attribute && frame.AttributeName == "class" && ((string)frame.AttributeValue).Contains(className, StringComparison.Ordinal));
            return frames.Array.Skip(element).TakeWhile(frame => frame.FrameType is RenderTreeFrameType.Attribute).Any(frame => frame.AttributeName == "hidden");
        }

        protected override void HandleException(Exception exception) => ExceptionDispatchInfo.Throw(exception);

        protected override Task UpdateDisplayAsync(in RenderBatch renderBatch) => Task.CompletedTask;
    }

    /// <summary>Writes down what it is told to draw, by the value of its only point, and draws as slowly as it is told to.</summary>
    private sealed class Browser : IJSRuntime, IJSObjectReference
    {
        private readonly TaskCompletionSource _open = new();
        private string? _held;

        public List<string> Drawn { get; } = [];

        public void Hold(string what) => _held = what;

        public void LetGo()
        {
            _held = null;
            _open.SetResult();
        }

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            if (identifier is not "import") Drawn.Add($"{identifier} {ValueIn(args)}".TrimEnd());
            if (identifier == _held) await _open.Task;
            return typeof(TValue) == typeof(IJSObjectReference) ? (TValue)(object)this : default!;
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            InvokeAsync<TValue>(identifier, args);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static double? ValueIn(object?[]? args) => args is not [.., { } last] ? null : last switch
        {
            TrendDrawing drawing => drawing.Strokes[0].Values[0],
            double?[][] points => points[0][1],
            _ => ((double?[][])last.GetType().GetProperty("points")!.GetValue(last)!)[0][1],
        };
    }
}

using SystemFlow.Web.Health;

namespace SystemFlow.Web.Components.Layout;

/// <summary>Says on every page, at once, that the record takes no readings; says nothing while it does.</summary>
public sealed partial class RecordBand(RecordWatch watch, TimeProvider time) : IDisposable
{
    private RecordTrouble? _trouble;

    /// <inheritdoc/>
    public void Dispose() => watch.Changed -= Look;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        watch.Changed += Look;
        _trouble = watch.Now;
    }

    private void Look() => _ = InvokeAsync(() =>
    {
        _trouble = watch.Now;
        StateHasChanged();
    });
}

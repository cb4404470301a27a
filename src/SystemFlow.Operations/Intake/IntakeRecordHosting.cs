using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Intake;

/// <summary>Registers the ledger of feeds and the quarantine.</summary>
public static class IntakeRecordHosting
{
    /// <summary>One file for both. Settings are in section <c>IntakeRecord</c>.</summary>
    public static IServiceCollection AddIntakeRecord(this IServiceCollection services)
    {
        services.AddOptions<IntakeRecordOptions>().BindConfiguration(IntakeRecordOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOperationsStorage();
        services.AddSingleton(provider => FileOf(provider.GetRequiredService<OperationsStorage>(), provider.GetRequiredService<IOptions<IntakeRecordOptions>>().Value));
        services.AddSingleton(provider => new Quarantine(
            provider.GetRequiredService<IntakeFile>(), provider.GetRequiredService<IOptions<IntakeRecordOptions>>().Value,
            provider.GetRequiredService<ILogger<Quarantine>>()));
        services.AddSingleton(provider => new FeedLedger(
            provider.GetRequiredService<IntakeFile>(), provider.GetRequiredService<ILogger<FeedLedger>>()));
        services.TryAddSingleton<IDuties, SoleNode>();
        services.AddSingleton<IntakeRecordKeeping>();
        return services.AddHostedService(provider => provider.GetRequiredService<IntakeRecordKeeping>());
    }

    private static IntakeFile FileOf(OperationsStorage storage, IntakeRecordOptions options) => new(
        options.IsOwnFile ? storage.File(options.Path, StorageTerms.Light) : storage.Of("intake", options.Path, StorageTerms.Light));
}

/// <summary>Writes the ledger every few seconds and when the program ends; forgets what is old every hour.</summary>
internal sealed partial class IntakeRecordKeeping(
    FeedLedger ledger, Quarantine quarantine, IDuties duties, TimeProvider time, ILogger<IntakeRecordKeeping> logger) : BackgroundService
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);
    private const int SavesBetweenAging = 720;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(SaveEvery, TimeProvider.System); // A replay's clock runs fast, its disk does not.
            for (var turn = 0; ; turn++)
            {
                if (turn % SavesBetweenAging == 0 && duties.IsMine) await AgeAsync(stoppingToken);
                await timer.WaitForNextTickAsync(stoppingToken);
                await Task.Run(() => ledger.Save(time.GetUtcNow()), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            ledger.Save(time.GetUtcNow());
        }
    }

    private async Task AgeAsync(CancellationToken stoppingToken)
    {
        try
        {
            await quarantine.AgeAsync(time.GetUtcNow(), stoppingToken);
        }
        catch (System.Data.Common.DbException error)
        {
            LogNotAged(error);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Old refused rows could not be forgotten; that is tried again in an hour.")]
    private partial void LogNotAged(Exception error);
}

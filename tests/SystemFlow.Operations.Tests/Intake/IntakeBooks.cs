using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Storage;
using SystemFlow.Operations.Tests.Storage;

namespace SystemFlow.Operations.Tests.Intake;

/// <summary>What became of messages, in a store.</summary>
internal static class IntakeBooks
{
    public static FeedLedger OpenLedger(this TestStore store) => store.Open().Ledger(store);

    public static Quarantine OpenQuarantine(this TestStore store, int maxRows = 100) => store.Open().Quarantine(store, maxRows);

    public static FeedLedger Ledger(this OperationsStorage storage, TestStore store) => new(FileOf(storage, store), NullLogger<FeedLedger>.Instance);

    public static Quarantine Quarantine(this OperationsStorage storage, TestStore store, int maxRows = 100) =>
        new(FileOf(storage, store), new IntakeRecordOptions { Path = store.PathOf("intake"), MaxRows = maxRows }, NullLogger<Quarantine>.Instance);

    private static IntakeFile FileOf(OperationsStorage storage, TestStore store) => new(storage.Of("intake", store.PathOf("intake"), StorageTerms.Light));
}

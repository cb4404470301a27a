using System.Data.Common;

namespace SystemFlow.Operations.Storage;

/// <summary>
/// A database of the operations' cannot be used. The message says what to do. One of the faults that a database's provider has, so that
/// each book catches one kind.
/// </summary>
public sealed class StorageException(string message, Exception? inner = null) : DbException(message, inner);

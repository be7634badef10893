//! Every sample opens, holds together and says what its description promises.
